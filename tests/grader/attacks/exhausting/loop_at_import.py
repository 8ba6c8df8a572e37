"""The import of nn.py never ends."""
# honest: 3
# scores: honest
# ---- nn.py
while True:
    pass

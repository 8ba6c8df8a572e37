"""Gradients that were found by hand: compared node by node, from the result back to the inputs."""

from grader.checks import expect, expect_that

RESULT = "This is the result itself. How much does it change when it changes by 1?"


def grows(formula, name, then):
    """The question about one node: its formula, and what follows when it grows."""
    return f"{formula}. If {name} alone grows by a little, how much does {then} grow?"


OF_L = {
    "L": RESULT,
    "d": grows("L = d * f", "d", "L"),
    "f": grows("L = d * f", "f", "L"),
    "c": grows("d = e + c", "c", "d, and with it L,"),
    "e": grows("d = e + c", "e", "d, and with it L,"),
    "a": grows("e = a * b", "a", "e, and with it L,"),
    "b": grows("e = a * b", "b", "e, and with it L,"),
}
OF_NEURON = {
    "o": RESULT,
    "n": "o = tanh(n). How steep is tanh at n, in terms of o?",
    **{
        name: grows("n = x1*w1 + x2*w2 + b", name, "n, and with it o,")
        for name in ("x1", "w1", "x2", "w2", "b")
    },
}


def expect_each(call, attempt, wanted, questions):
    """Raise Mismatch at the first node whose gradient in the dictionary attempt() is not as wanted."""
    got = expect_that(
        call,
        attempt,
        lambda got: isinstance(got, dict) and got.keys() == wanted.keys(),
        f"a dictionary with the gradients of {', '.join(wanted)}",
        "Each node has an entry under its name. Which are there, and which are missing?",
    )
    for name, gradient in wanted.items():
        expect(f'{call}["{name}"]', lambda name=name: got[name], gradient, questions[name])

"""Probes of derivative.py and by_hand.py: slopes that are measured, and gradients found by hand."""

from .probes import Word, data_of, datas, grads, nodes_behind, pass_back, table

# -- stage 0 ----------------------------------------------------------------------------------------


def p(x):
    return 3 * x**2 - 4 * x + 5


def cubic(x):
    return x**3 + 2 * x


def weighted(a, b, c):
    return a * b + 2 * c**3


def derivative(group, **asks):
    return table("derivative", group, 0, **asks)


def inputs_after(kata):
    inputs = [2.0, -3.0, 4.0]
    kata.derivative.partial_slope(weighted, inputs, 1)
    return inputs


def partial(i, inputs=(2.0, -3.0, 4.0), **h):
    return lambda k: k.derivative.partial_slope(weighted, [*inputs], i, **h)


def best(x, exact, *steps, f=p):
    return lambda k: k.derivative.best_step(f, x, exact, [*steps])


STAGE_0 = [
    *derivative(
        "f",
        at_3=lambda k: k.derivative.f(3.0),
        elsewhere=lambda k: [k.derivative.f(x) for x in (-3.0, 0.0, 0.5)],
    ),
    *derivative(
        "slope",
        step=lambda k: k.derivative.slope(p, 3.0, h=0.5),
        line=lambda k: k.derivative.slope(lambda x: 7 * x, 3.0, h=0.5),
        cubic=lambda k: k.derivative.slope(cubic, -1.5, h=0.25),
        default=lambda k: k.derivative.slope(p, 3.0),
        default_elsewhere=lambda k: k.derivative.slope(p, -3.0),
        steep=lambda k: k.derivative.slope(cubic, 100.25),
        small=lambda k: k.derivative.slope(lambda x: x / 8, 0.5, h=0.25),
        no_step=lambda k: k.derivative.slope(p, 3.0, h=1e-16),
    ),
    *derivative(
        "symmetric_slope",
        step=lambda k: k.derivative.symmetric_slope(p, 3.0, h=0.5),
        cubic=lambda k: k.derivative.symmetric_slope(cubic, -1.5, h=0.25),
        default=lambda k: k.derivative.symmetric_slope(cubic, 1.5),
    ),
    *derivative(
        "best_step",
        three=best(3.0, 14.0, 1.0, 0.1, 0.01),
        not_the_smallest=best(3.0, 14.0, 1e-1, 1e-4, 1e-8, 1e-12, 1e-15),
        first=best(-1.5, 8.75, 4.5, 0.3, 0.6, f=cubic),
        middle=best(-0.2, 2.12, 0.3, 0.6, 0.9, f=cubic),
        below=best(-1.0, 5.0, 2.0, 1.0, 0.5, f=cubic),
        far=best(3.0, 14.0, 2.0, 1.0),
    ),
    *derivative(
        "partial_slope",
        first=partial(0),
        second=partial(1),
        last=partial(2, h=0.5),
        default=partial(2),
        equals=partial(1, (2.0, 2.0, 4.0), h=0.5),
        inputs_after=inputs_after,
        number=lambda k: k.derivative.partial_slope(lambda a: a * a * a, [2.0], 0, h=0.5),
    ),
]

# -- stage 2 ----------------------------------------------------------------------------------------


def by_hand(group, stage, **asks):
    return table("by_hand", group, stage, **asks)


def entries(function, names, *inputs):
    """The entries of the dictionary that a function returns, in a fixed order."""

    def ask(kata):
        found = getattr(kata.by_hand, function)(*inputs)
        if not isinstance(found, dict):
            return found
        return [found.get(name, Word("missing")) for name in names.split()]

    return ask


def gradients(function, stage, names, *inputs):
    """Each of the inputs as a whole, and the entries for the last one by one."""
    whole = {f"numbers_{i}": entries(function, names, *each) for i, each in enumerate(inputs)}
    alone = {f"{name}_alone": entries(function, name, *inputs[-1]) for name in names.split()}
    return by_hand(function, stage, **whole, **alone)


def number_of(thing):
    """The number in a Value, or the number itself."""
    return thing.data if hasattr(thing, "data") else thing


def cubes(kata):
    """Of two or three Values, one Value: made without any of their operations."""

    def expression(*values):
        numbers = [number_of(each) for each in values]
        return kata.value(sum((i + 1) * number**3 for i, number in enumerate(numbers)))

    return expression


def measured(inputs, **h):
    def ask(kata):
        return kata.by_hand.numerical_gradient(cubes(kata), [*inputs], **h)

    return ask


def given_kinds(kata):
    found = set()

    def expression(a, b):
        found.update("Values" if hasattr(each, "_prev") else "numbers" for each in (a, b))
        return kata.value(number_of(a) * number_of(b))

    kata.by_hand.numerical_gradient(expression, [2.0, -3.0])
    return Word(" ".join(sorted(found)))


def inputs_of_numerical(kata):
    inputs = [2.0, -3.0]
    kata.by_hand.numerical_gradient(cubes(kata), inputs)
    return inputs


def nudged(question, **step):
    def ask(kata):
        leaves = kata.values(2.0, -3.0)
        leaves[0].grad, leaves[1].grad = 6.0, -4.0
        kata.by_hand.nudge([*leaves], **step)
        return question(leaves)

    return ask


def in_order(operation, question):
    """A backward pass over d, c, a, b; c and d are made by the same operation."""

    def ask(kata):
        a, b = kata.values(2.0, -3.0)
        c = a * b if operation == "*" else a + b
        d = c * b if operation == "*" else c + b
        kata.by_hand.backward_in_order([d, c, a, b])
        return question(d, c, a, b)

    return ask


def added_in_order(kata):
    a, b = kata.values(2.0, -3.0)
    a.grad = 5.0
    kata.by_hand.backward_in_order([a * b, a, b])
    return a.grad


STAGE_2 = [
    *gradients("gradients_of_L", 2, "L d f c e a b", (2.0, -3.0, 10.0, -2.0), (0.5, 4.0, -1.5, 3.0)),
    *by_hand(
        "numerical_gradient",
        2,
        step=measured((2.0, -3.0), h=0.5),
        default=measured((2.0, -3.0)),
        equals=measured((1.5, 1.5, 1.5), h=0.5),
        one=measured((2.0,), h=0.5),
        given=given_kinds,
        inputs_after=inputs_of_numerical,
        product=lambda k: k.by_hand.numerical_gradient(lambda a, b: a * b, [2.0, -3.0], h=0.5),
    ),
    *by_hand(
        "nudge",
        2,
        data=nudged(datas),
        step=nudged(datas, step=0.5),
        gradients_after=nudged(grads),
    ),
    *by_hand(
        "backward_in_order",
        2,
        result=in_order("*", lambda d, c, a, b: d.grad),
        products=in_order("*", lambda d, c, a, b: [c.grad, a.grad, b.grad]),
        sums=in_order("+", lambda d, c, a, b: [d.grad, c.grad, a.grad, b.grad]),
        adds=added_in_order,
    ),
]

# -- stage 3 ----------------------------------------------------------------------------------------

LECTURE = (2.0, 0.0, -3.0, 1.0, 6.8813735870195432)
OTHER = (0.5, -0.25, 0.5, 1.0, 0.75)


def neuron(inputs, question):
    def ask(kata):
        leaves = kata.values(*inputs)
        return question(kata.by_hand.neuron(*leaves), leaves)

    return ask


def passed(out, leaves):
    pass_back(out)
    return grads(leaves)


def leaves_behind(out, leaves):
    return Word(
        "".join(
            name
            for name, leaf in zip("12345", leaves, strict=True)
            if any(leaf is node for node, _ in nodes_behind(out))
        )
    )


def from_exp(number, question):
    def ask(kata):
        x = kata.value(number)
        return question(kata.by_hand.tanh_from_exp(x), x)

    return ask


def several_operations(out, _x):
    return sum(1 for _, operands in nodes_behind(out) if operands) > 2


STAGE_3 = [
    *by_hand(
        "neuron",
        3,
        lecture=neuron(LECTURE, lambda out, _: data_of(out)),
        other=neuron(OTHER, lambda out, _: data_of(out)),
        gradients=neuron(OTHER, passed),
        made_of=neuron(OTHER, leaves_behind),
    ),
    *gradients("gradients_of_neuron", 3, "o n x1 w1 x2 w2 b", LECTURE, OTHER),
    *by_hand(
        "tanh_from_exp",
        3,
        zero=from_exp(0.0, lambda out, _: data_of(out)),
        data=from_exp(0.75, lambda out, _: data_of(out)),
        negative=from_exp(-1.5, lambda out, _: data_of(out)),
        gradient=from_exp(0.75, lambda out, x: passed(out, [x])),
        operations=from_exp(0.75, several_operations),
    ),
]

PROBES = [*STAGE_0, *STAGE_2, *STAGE_3]

"""Stage 4, the lecture's and micrograd's examples: an order, and one call of backward()."""

from grader.checks import Case, Mismatch, about, expect, expect_that, trying
from grader.diagnosis.gradients import expect_gradients, expect_values
from grader.diagnosis.program import program
from tests.graphs import among_others

L = program("e = a * b; d = e + c; L = d * f", a=2.0, b=-3.0, c=10.0, f=-2.0)
NEURON = program("n = x1*w1 + x2*w2 + b; o = n.tanh()", x1=2.0, x2=0.0, w1=-3.0, w2=1.0, b=6.8813735870195432)
README = program(
    """
c = a + b
d = a * b + b**3
c1 = c + (c + 1)
c2 = c1 + (1 + c1 + (-a))
d1 = d + (d * 2 + (b + a).relu())
d2 = d1 + (3 * d1 + (b - a).relu())
e = c2 - d2
f = e**2
g = f / 2.0 + 10.0 / f
""",
    a=-4.0,
    b=2.0,
)


def run_backward(nodes, root):
    nodes[root].backward()


def expect_order(engine, expression):
    """Raise Mismatch unless topological_order gives every node once, after its operands."""
    nodes = among_others(engine, expression)
    names = {id(node): name for name, node in nodes.items()}
    tried = f"topological_order({expression.root})   in {expression}"
    expected = "every Value once, and each after its operands"
    with trying(Case(tried, expected)):
        order = [names.get(id(node), "?") for node in engine.topological_order(nodes[expression.root])]
    fault, ask = _fault_in(order, expression)
    if fault:
        raise Mismatch(Case(tried, expected, ask), f"[{', '.join(order)}]: {fault}")


def _fault_in(order, expression):
    """What is wrong with the order, and the question that leads on; two empty texts where nothing is."""
    for name in expression.names:
        if name not in order:
            return f"{name} is missing", f"By which operands do you get from {expression.root} to {name}?"
        if order.count(name) > 1:
            return (
                f"{name} comes {order.count(name)} times",
                f"How do you know {name} when you meet it again?",
            )
    for step in expression.steps:
        for operand in step.operands:
            if order.index(operand) > order.index(step.name):
                fault = f"{operand} is an operand of {step.name}, but stands after it"
                return fault, f"What must have happened to {operand} before {step.name} joins the list?"
    if len(order) != len(expression.names):
        return "something else is in the list, too", "Does every call begin with a list of its own?"
    return "", ""


@about("topological_order")
def test_the_order_of_a_leaf_is_the_leaf(engine):
    a = engine.Value(2.0)
    expect_that(
        "topological_order(a)   for a leaf a",
        lambda: engine.topological_order(a),
        lambda order: not isinstance(order, set | frozenset) and [id(node) for node in order] == [id(a)],
        "a list with a in it, and nothing else",
        "The root belongs into its own order. What do you put into the list, and what do you return?",
    )


@about("topological_order")
def test_the_order_of_L(engine):
    expect_order(engine, L)


@about("topological_order")
def test_a_value_used_twice_stands_in_the_order_once(engine):
    expect_order(engine, program("b = a + a", a=3.0))


@about("topological_order")
def test_a_value_waits_for_all_of_its_operands(engine):
    expect_order(engine, program("b = a * a; c = b * a; L = a + c", a=2.0))


@about("backward")
def test_the_result_has_a_gradient_of_1(engine):
    a, b = engine.Value(2.0), engine.Value(-3.0)

    def grad_of_result():
        c = a * b
        c.backward()
        return c.grad

    expect(
        "c.grad after c = a * b; c.backward()",
        grad_of_result,
        1.0,
        "How much does c change when c changes by 1?",
    )


@about("backward")
def test_a_leaf_is_a_result_of_its_own(engine):
    a = engine.Value(2.0)

    def grad_of_leaf():
        a.backward()
        return a.grad

    expect(
        "a.grad after a.backward()   for a leaf a",
        grad_of_leaf,
        1.0,
        "A leaf has nobody to pass a gradient on to. But how much does it change when it changes by 1?",
    )


@about("backward")
def test_every_value_on_the_way_gets_its_gradient(engine):
    a = engine.Value(2.0)
    b = a * 3
    c = b * 5
    d = c * 2

    def gradients():
        d.backward()
        return [c.grad, b.grad, a.grad]

    expect(
        "[c.grad, b.grad, a.grad] after d.backward()   in b = a * 3; c = b * 5; d = c * 2",
        gradients,
        [2.0, 10.0, 30.0],
        "First d passes its gradient on. Whose _backward is called after that, and how often?",
    )


@about("backward")
def test_the_gradients_of_L_in_one_call(engine):
    gradients = {"L": 1.0, "d": -2.0, "f": 4.0, "c": -2.0, "e": -2.0, "a": 6.0, "b": -4.0}
    expect_gradients(engine, L, gradients, run_backward)


@about("backward")
def test_a_value_used_twice_collects_both_gradients(engine):
    expect_gradients(engine, program("b = a + a", a=3.0), {"a": 2.0}, run_backward)


@about("backward")
def test_the_gradients_of_the_neuron_in_one_call(engine):
    gradients = {"o": 1.0, "n": 0.5, "x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0, "b": 0.5}
    expect_gradients(engine, NEURON, gradients, run_backward)


@about("backward")
def test_the_same_a_and_b_go_into_d_and_e(engine):
    expect_gradients(
        engine,
        program("d = a * b; e = a + b; f = d * e", a=-2.0, b=3.0),
        {"d": 1.0, "e": -6.0, "a": -3.0, "b": -8.0},
        run_backward,
    )


@about("backward")
def test_a_value_passes_its_gradient_on_when_it_is_complete(engine):
    a = engine.Value(2.0)
    b = 3 * a
    e = (b + 1) * (2 * b)

    def gradients():
        e.backward()
        return [b.grad, a.grad]

    expect(
        "[b.grad, a.grad] after e.backward()   in b = 3 * a; c = b + 1; d = 2 * b; e = c * d   at a = 2",
        gradients,
        [26.0, 78.0],
        "b is used in c and in d. Has it heard from both of them when it passes its gradient on, and only then?",
    )


@about("backward")
def test_a_value_waits_for_the_longer_way(engine):
    a = engine.Value(2.0)
    b = 3 * a
    d = b + 2 * b

    def gradients():
        d.backward()
        return [b.grad, a.grad]

    expect(
        "[b.grad, a.grad] after d.backward()   in b = 3 * a; c = 2 * b; d = b + c   at a = 2",
        gradients,
        [3.0, 9.0],
        "From d there is a short way to b and a longer one, over c. When does b pass its gradient on?",
    )


@about("backward")
def test_the_sanity_check_of_micrograd(engine):
    expression = program("z = 2*x + 2 + x; q = z.relu() + z*x; h = (z*z).relu(); y = h + q + q*x", x=-4.0)
    expect_values(engine, expression, {"y": -20.0})
    expect_gradients(engine, expression, {"x": 46.0}, run_backward)


@about("backward")
def test_the_expression_in_the_readme_of_micrograd(engine):
    expect_values(engine, README, {"g": 24.70408163265306})
    expect_gradients(engine, README, {"a": 138.8338192419825, "b": 645.5772594752186}, run_backward)


@about("backward")
def test_gradients_add_up_over_two_results(engine):
    a = engine.Value(2.0)

    def grad_of_a():
        (a * 3).backward()
        (a * 5).backward()
        return a.grad

    expect(
        "a.grad after (a * 3).backward() and then (a * 5).backward()",
        grad_of_a,
        8.0,
        "What does backward do with the gradient that is already there?",
    )

"""Stage 2, the lecture's examples: the gradients of L by hand, then by the _backward of + and *."""

from grader.checks import about, expect, expect_that
from grader.diagnosis.gradients import expect_gradients
from grader.diagnosis.program import program, values
from tests.formulas import OF_L, expect_each

L = program("e = a * b; d = e + c; L = d * f", a=2.0, b=-3.0, c=10.0, f=-2.0)
GRADIENTS_OF_L = {"L": 1.0, "d": -2.0, "f": 4.0, "c": -2.0, "e": -2.0, "a": 6.0, "b": -4.0}


def passed_on(gradient):
    """A backward pass over a single operation, whose result has this gradient."""

    def backward(nodes, root):
        nodes[root].grad = gradient
        nodes[root]._backward()

    return backward


def expect_added_to_what_is_there(engine, operation, wanted):
    """Raise Mismatch unless c._backward() adds to what a and b have gathered before."""
    expression = program(f"c = a {operation} b", a=2.0, b=-3.0)
    nodes = values(engine, expression)
    nodes["a"].grad, nodes["b"].grad, nodes["c"].grad = 5.0, 4.0, -7.0

    def gradients():
        nodes["c"]._backward()
        return [nodes["a"].grad, nodes["b"].grad]

    expect(
        f"[a.grad, b.grad] after a.grad = 5; b.grad = 4; c.grad = -7; c._backward()   in {expression}",
        gradients,
        wanted,
        "Before this, a had gathered 5 and b had gathered 4. What becomes of it?",
    )


@about("grad")
def test_the_gradient_starts_at_0(engine):
    expect(
        "Value(2.0).grad",
        lambda: engine.Value(2.0).grad,
        0.0,
        "Until someone says otherwise, nothing depends on this number. Where does __init__ say so?",
    )


@about("grad")
def test_the_backward_of_a_leaf_does_nothing(engine):
    a = engine.Value(2.0)

    def grad_after_backward():
        a._backward()
        return a.grad

    expect(
        "a.grad after a._backward(), at a = Value(2.0)",
        grad_after_backward,
        0.0,
        "A leaf has nobody to pass a gradient on to, yet it can be asked. Which function does nothing?",
    )


@about("gradients_of_L")
def test_the_gradients_of_L_by_hand(by_hand):
    expect_each(
        "gradients_of_L(a=2.0, b=-3.0, c=10.0, f=-2.0)",
        lambda: by_hand.gradients_of_L(a=2.0, b=-3.0, c=10.0, f=-2.0),
        GRADIENTS_OF_L,
        OF_L,
    )


@about("numerical_gradient")
def test_the_slopes_of_a_times_a_times_b_measured_with_a_large_step(by_hand):
    call = "numerical_gradient(lambda a, b: a * a * b, [2.0, -3.0], h=0.5)"
    slopes = expect_that(
        call,
        lambda: by_hand.numerical_gradient(lambda a, b: a * a * b, [2.0, -3.0], h=0.5),
        lambda slopes: len(slopes) == 2,
        "a list of two slopes",
        "There are two inputs. What is collected for each of them?",
    )
    expect(
        f"{call}[0]",
        lambda: slopes[0],
        -12.0,
        "Build it with a = 2.5 and anew with a = 1.5, while b is -3. How far apart are the results, and the two a?",
    )
    expect(
        f"{call}[1]",
        lambda: slopes[1],
        4.0,
        "Now b is -2.5 and then -3.5. Where is a, each time that the expression is built?",
    )


@about("numerical_gradient")
def test_the_slopes_of_L_measured(by_hand):
    expect(
        "numerical_gradient(L, [2.0, -3.0, 10.0, -2.0])   where L(a, b, c, f) = (a*b + c) * f",
        lambda: by_hand.numerical_gradient(lambda a, b, c, f: (a * b + c) * f, [2.0, -3.0, 10.0, -2.0]),
        [6.0, -4.0, -2.0, 4.0],
        "Which input moves and which stay? And is the h that you use by default small, but not too small?",
    )


@about("numerical_gradient")
def test_the_measured_slopes_are_plain_numbers(by_hand):
    expect_that(
        "the type of each slope in numerical_gradient(lambda a, b: a + b, [2.0, -3.0])",
        lambda: [
            type(slope).__name__ for slope in by_hand.numerical_gradient(lambda a, b: a + b, [2.0, -3.0])
        ],
        lambda names: not any("Value" in name for name in names),
        "float",
        "The expression gives a Value. Which part of it is the number?",
    )


@about("numerical_gradient")
def test_the_expression_is_given_values(by_hand):
    given = []

    def product(a, b):
        given.extend([a, b])
        return a * b

    def kinds():
        by_hand.numerical_gradient(product, [2.0, -3.0])
        return sorted({"Values" if hasattr(each, "_prev") else "plain numbers" for each in given})

    expect_that(
        "what numerical_gradient(expression, [2, -3]) calls the expression with",
        kinds,
        lambda found: found == ["Values"],
        "Values, and nothing else",
        "The expression takes Values, as your engine does. Where do the numbers become Values?",
    )


@about("nudge")
def test_a_leaf_of_2_with_a_gradient_of_6_moves_up(engine, by_hand):
    a = engine.Value(2.0)
    a.grad = 6.0

    def nudged():
        by_hand.nudge([a])
        return a.data

    expect(
        "a.data after nudge([a])   at a = 2, a.grad = 6",
        nudged,
        2.06,
        "The step is 0.01 times the gradient. From where does a move, in which direction, and how far?",
    )


@about("nudge")
def test_a_nudge_uphill_lifts_L(engine, by_hand):
    def nudged():
        nodes = values(engine, L)
        a, b, c, f = (nodes[name] for name in "abcf")
        for name in "abcf":
            nodes[name].grad = GRADIENTS_OF_L[name]
        by_hand.nudge([a, b, c, f])
        return ((a * b + c) * f).data

    expect(
        "L after nudge([a, b, c, f])   with the gradients 6, -4, -2, 4",
        nudged,
        -7.286496,
        "L was -8 and should rise. Which way does each leaf move, and how far?",
    )


@about("_backward of +")
def test_plus_passes_its_gradient_on_to_both_sides(engine):
    expect_gradients(
        engine,
        program("c = a + b", a=2.0, b=-3.0),
        {"c": -7.0, "a": -7.0, "b": -7.0},
        passed_on(-7.0),
        called="after c.grad = -7; c._backward()",
    )


@about("_backward of +")
def test_a_value_added_to_itself_gets_both_shares(engine):
    expect_gradients(
        engine,
        program("b = a + a", a=3.0),
        {"b": -7.0, "a": -14.0},
        passed_on(-7.0),
        called="after b.grad = -7; b._backward()",
    )


@about("_backward of +")
def test_a_sum_adds_to_the_gradients_that_are_there(engine):
    expect_added_to_what_is_there(engine, "+", [5.0 - 7.0, 4.0 - 7.0])


@about("_backward of *")
def test_times_scales_the_gradient_by_the_other_side(engine):
    expect_gradients(
        engine,
        program("c = a * b", a=2.0, b=-3.0),
        {"c": -7.0, "a": 21.0, "b": -14.0},
        passed_on(-7.0),
        called="after c.grad = -7; c._backward()",
    )


@about("_backward of *")
def test_a_factor_of_0_gets_a_gradient_and_gives_none(engine):
    expect_gradients(
        engine,
        program("c = a * b", a=0.0, b=-3.0),
        {"c": -7.0, "a": 21.0, "b": 0.0},
        passed_on(-7.0),
        called="after c.grad = -7; c._backward()",
    )


@about("_backward of *")
def test_a_value_times_itself_gets_both_shares(engine):
    expect_gradients(
        engine,
        program("b = a * a", a=3.0),
        {"b": 1.0, "a": 6.0},
        passed_on(1.0),
        called="after b.grad = 1; b._backward()",
    )


@about("_backward of *")
def test_a_product_adds_to_the_gradients_that_are_there(engine):
    expect_added_to_what_is_there(engine, "*", [5.0 + 21.0, 4.0 - 14.0])


@about("backward_in_order")
def test_the_result_is_given_a_gradient_of_1(engine, by_hand):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    c = a * b

    def grad_of_result():
        by_hand.backward_in_order([c, a, b])
        return c.grad

    expect(
        "c.grad after backward_in_order([c, a, b])   where c = a * b",
        grad_of_result,
        1.0,
        "Nobody passes a gradient to the result. Who gives it one, and does it stay?",
    )


@about("backward_in_order")
def test_each_node_passes_on_what_it_has_received(engine, by_hand):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    c = a * b
    d = c * c

    def gradients():
        by_hand.backward_in_order([d, c, a, b])
        return [c.grad, a.grad, b.grad]

    expect(
        "[c.grad, a.grad, b.grad] after backward_in_order([d, c, a, b])   where c = a * b; d = c * c   "
        "at a = 2, b = -3",
        gradients,
        [-12.0, 36.0, -24.0],
        "d passes its gradient of 1 on to c. Which _backward is called next, and what does c.grad hold then?",
    )


@about("backward_in_order")
def test_the_gradients_of_L_by_your_engine(engine, by_hand):
    expect_gradients(
        engine,
        L,
        GRADIENTS_OF_L,
        lambda nodes, _root: by_hand.backward_in_order(
            [nodes[name] for name in ("L", "d", "f", "e", "c", "a", "b")]
        ),
        called="after backward_in_order([L, d, f, e, c, a, b])",
    )

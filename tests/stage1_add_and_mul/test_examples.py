"""Stage 1, the lecture's examples: a Value, + and *, and the graph that they leave behind."""

from grader.checks import about, expect, expect_objects, expect_that, shows
from grader.diagnosis.gradients import expect_values
from grader.diagnosis.program import program

L = program("e = a * b; d = e + c; L = d * f", a=2.0, b=-3.0, c=10.0, f=-2.0)


@about("__init__")
def test_a_value_holds_its_number(engine):
    expect(
        "Value(2.0).data",
        lambda: engine.Value(2.0).data,
        2.0,
        "What do you do with the number that __init__ is given?",
    )


@about("__init__")
def test_a_leaf_was_made_from_nothing(engine):
    expect_objects(
        "the _prev of Value(2.0)",
        lambda: engine.Value(2.0)._prev,
        {},
        "No operation made this Value. What does _children hold then?",
    )


@about("__init__")
def test_a_value_keeps_its_label(engine):
    expect(
        'Value(2.0, label="a").label',
        lambda: engine.Value(2.0, label="a").label,
        "a",
        "The label is the last thing that __init__ is given. Where do you keep it?",
    )


@about("__repr__")
def test_the_text_of_a_value_shows_its_number(engine):
    expect_that(
        "repr(Value(2.5))",
        lambda: repr(engine.Value(2.5)),
        shows(2.5),
        "a text with the number 2.5 in it, such as 'Value(data=2.5)'",
        "__repr__ returns a text. How does the number get into it?",
    )


@about("__add__")
def test_2_plus_minus_3_is_minus_1(engine):
    expect_values(engine, program("a + b", a=2.0, b=-3.0), {"a + b": -1.0})


@about("__add__")
def test_a_sum_remembers_its_operands(engine):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    expect_objects(
        "the _prev of a + b",
        lambda: (a + b)._prev,
        {"a": a, "b": b},
        "_prev holds the two Values themselves. What do you hand to Value(…) besides the number?",
    )


@about("__add__")
def test_a_sum_remembers_its_operation(engine):
    expect(
        "(a + b)._op",
        lambda: (engine.Value(2.0) + engine.Value(-3.0))._op,
        "+",
        "After the number and the operands: what is the third thing that __init__ takes?",
    )


@about("__mul__")
def test_2_times_minus_3_is_minus_6(engine):
    expect_values(engine, program("a * b", a=2.0, b=-3.0), {"a * b": -6.0})


@about("__mul__")
def test_a_product_remembers_its_operands(engine):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    expect_objects(
        "the _prev of a * b",
        lambda: (a * b)._prev,
        {"a": a, "b": b},
        "_prev holds the two Values themselves. What do you hand to Value(…) besides the number?",
    )


@about("__mul__")
def test_a_product_remembers_its_operation(engine):
    expect(
        "(a * b)._op",
        lambda: (engine.Value(2.0) * engine.Value(-3.0))._op,
        "*",
        "After the number and the operands: what is the third thing that __init__ takes?",
    )


@about("__mul__")
def test_the_expression_L_is_minus_8(engine):
    expect_values(engine, L, {"e": -6.0, "d": 4.0, "L": -8.0})


@about("trace")
def test_the_graph_of_a_leaf_is_the_leaf(engine):
    a = engine.Value(2.0)
    expect_objects("the nodes of trace(a)", lambda: engine.trace(a)[0], {"a": a}, "The root is a node, too.")
    expect_objects("the edges of trace(a)", lambda: engine.trace(a)[1], {}, "What was a made from?")


@about("trace")
def test_the_graph_of_L_has_7_nodes_and_6_edges(engine):
    nodes = expect_values(engine, L, {"L": -8.0})
    expect_that(
        f"how many nodes trace(L) finds   in {L}",
        lambda: len(engine.trace(nodes["L"])[0]),
        lambda count: count == 7,
        "7: a, b, c, f, e, d and L",
        "How do you get from L to the operands of its operands?",
    )
    expect_that(
        f"how many edges trace(L) finds   in {L}",
        lambda: len(engine.trace(nodes["L"])[1]),
        lambda count: count == 6,
        "6: two for each operation",
        "Each node has an edge to it from each of its operands. Which ones do you collect?",
    )

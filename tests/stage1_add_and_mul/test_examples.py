"""Stage 1, the lecture's examples: a Value, + and *, and the graph that they leave behind."""

from grader.checks import about, expect, expect_objects, expect_that, shows
from grader.diagnosis.gradients import expect_values
from grader.diagnosis.program import program, values

L = program("e = a * b; d = e + c; L = d * f", a=2.0, b=-3.0, c=10.0, f=-2.0)


def expect_operands_left_alone(engine, operation):
    """Raise Mismatch unless both operands are after c = a + b, or c = a * b, as they were before."""
    nodes = values(engine, program(f"c = a {operation} b", a=2.0, b=-3.0))
    for name, number in (("a", 2.0), ("b", -3.0)):
        expect(
            f"{name}.data after c = a {operation} b   at a = 2, b = -3",
            lambda name=name: nodes[name].data,
            number,
            f"The result is a new Value. What was done to {name}?",
        )
        expect_objects(
            f"the _prev of {name} after c = a {operation} b",
            lambda name=name: nodes[name]._prev,
            {},
            f"{name} is a leaf still, since it was not made from anything. What was done to it?",
        )


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
        "__repr__ returns a text. How does the number get into it? And is the method's name exact?",
    )


@about("__add__")
def test_2_plus_minus_3_is_minus_1(engine):
    expect_values(engine, program("a + b", a=2.0, b=-3.0), {"a + b": -1.0})


@about("__add__")
def test_a_sum_leaves_its_operands_alone(engine):
    expect_operands_left_alone(engine, "+")


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
def test_a_product_leaves_its_operands_alone(engine):
    expect_operands_left_alone(engine, "*")


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
    expect_that(
        "trace(a)   for a leaf a",
        lambda: engine.trace(a),
        lambda got: isinstance(got, tuple | list) and len(got) == 2,
        "two collections: the nodes, and the edges",
        "What does trace return, and how many things is that?",
    )
    expect_objects(
        "the nodes of trace(a), which come first   for a leaf a",
        lambda: engine.trace(a)[0],
        {"a": a},
        "The root is a node, too. Is it among them?",
    )
    expect_objects(
        "the edges of trace(a), which come second   for a leaf a",
        lambda: engine.trace(a)[1],
        {},
        "An edge comes from an operand. What was a made from?",
    )


def edges_by_name(engine, nodes, root):
    """The edges that trace finds, as texts such as "a -> c", sorted."""
    names = {id(node): name for name, node in nodes.items()}
    return sorted(
        f"{names.get(id(operand), '?')} -> {names.get(id(result), '?')}"
        for operand, result in engine.trace(nodes[root])[1]
    )


@about("trace")
def test_an_edge_leads_from_an_operand_to_the_result(engine):
    nodes = values(engine, program("c = a + b", a=2.0, b=-3.0))
    expect(
        "the edges of trace(c)   in c = a + b",
        lambda: edges_by_name(engine, nodes, "c"),
        ["a -> c", "b -> c"],
        "An edge is a pair: the operand first, then the result that it went into. Which pairs do you collect?",
    )


@about("trace")
def test_the_graph_of_a_plus_a_has_one_edge(engine):
    nodes = values(engine, program("b = a + a", a=2.0))
    expect_objects(
        "the nodes of trace(b)   in b = a + a",
        lambda: engine.trace(nodes["b"])[0],
        nodes,
        "You meet a twice, on the left and on the right. How do you know it again?",
    )
    expect(
        "the edges of trace(b)   in b = a + a",
        lambda: edges_by_name(engine, nodes, "b"),
        ["a -> b"],
        "The same pair comes up twice. Which kind of collection holds each thing once?",
    )


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

"""Probes of engine.py: the Value of stages 1 to 4 and 6, operation by operation."""

from .probes import (
    UPSTREAM,
    Word,
    built,
    data_of,
    datas,
    expressions,
    grads,
    is_empty,
    is_one_of,
    is_text,
    made_by_hand,
    names_of,
    nodes_behind,
    pass_one,
    root_of,
    table,
)

# -- stage 1 ----------------------------------------------------------------------------------------


def made(kata):
    """A Value with all that it can be given, and its operands."""
    a, b = kata.values(2.0, -3.0)
    return kata.value(9.0, (a, b), "*", "q"), {"a": a, "b": b}


def two(kata):
    """Two Values, the second with a label and an operation."""
    return kata.value(2.0), kata.value(9.0, (), "*", "q")


INIT = table(
    "engine",
    "__init__",
    1,
    data=lambda k: k.value(2.5).data,
    data_of_two=lambda k: datas(two(k)),
    no_operands=lambda k: len(list(k.value(2.5)._prev)),
    operands=lambda k: names_of((v := made(k))[0]._prev, v[1]),
    operation=lambda k: is_text(made(k)[0]._op, "*"),
    no_operation=lambda k: is_empty(k.value(2.5)._op),
    operation_of_two=lambda k: is_empty(two(k)[0]._op),
    label=lambda k: is_text(k.value(2.5, label="q").label, "q"),
    label_in_place=lambda k: is_text(made(k)[0].label, "q"),
    no_label=lambda k: is_empty(k.value(2.5).label),
    label_of_two=lambda k: is_empty(two(k)[0].label),
)


def shown(kata):
    """What the text of a Value shows."""
    text = repr(kata.value(2.5, label="q"))
    hints = {"2.5": "2.5", "object at": "object at", "{": "braces", "q": "label", "2": "2", "3": "3"}
    return Word(next((name for part, name in hints.items() if part in text), "nothing"))


REPR = table("engine", "__repr__", 1, shows=shown)


def after(operation):
    """A question about a result and its operands."""

    def asking(question):
        def ask(kata):
            nodes = built(kata, f"c = a {operation} b", {"a": 2.0, "b": -3.0})
            return question(kata, nodes["c"], nodes["a"], nodes["b"])

        return ask

    return asking


def binary(group, operation):
    """Stage 1: what + and * make."""
    asked = after(operation)
    return [
        *expressions(group, 1, f"a {operation} b", ("data", "left"), a=2.0, b=-3.0),
        *expressions(group, 1, f"a {operation} b", ("data",), a=0.5, b=0.25),
        *expressions(group, 1, f"a {operation} a", ("data",), a=3.0),
        *table(
            "engine",
            group,
            1,
            operands=asked(lambda k, c, a, b: names_of(c._prev, {"a": a, "b": b})),
            operation=asked(lambda k, c, a, b: is_text(c._op, operation)),
            new=asked(lambda k, c, a, b: not is_one_of(c, [a, b])),
            nothing_shared=asked(lambda k, c, a, b: len(list(k.value(1.0)._prev))),
            grown=lambda k: [
                len(list(each._prev))
                for each in built(k, f"c = a {operation} b; d = c {operation} b", AB).values()
            ],
        ),
    ]


AB = {"a": 2.0, "b": -3.0}


def traced(text, part, **leaves):
    """The nodes or the edges that trace finds, by name."""

    def ask(kata):
        nodes = made_by_hand(kata, text, leaves)
        found = list(kata.engine.trace(root_of(nodes))[part])
        if part == 0:
            return names_of(found, nodes)
        names = {id(node): name for name, node in nodes.items()}
        edges = (f"{names.get(id(left), '?')}>{names.get(id(right), '?')}" for left, right in found)
        return Word(" ".join(sorted(edges)) or "none")

    return ask


L = "e = a * b; d = e + c; L = d * f"
TRACE = table(
    "engine",
    "trace",
    1,
    nodes_of_a_leaf=traced("", 0, a=2.0),
    edges_of_a_leaf=traced("", 1, a=2.0),
    nodes_of_a_sum=traced("c = a + b", 0, a=2.0, b=-3.0),
    edges_of_a_sum=traced("c = a + b", 1, a=2.0, b=-3.0),
    nodes_of_a_twice=traced("c = a + a", 0, a=2.0),
    edges_of_a_twice=traced("c = a + a", 1, a=2.0),
    nodes_of_L=traced(L, 0, a=2.0, b=-3.0, c=10.0, f=-2.0),
    edges_of_L=traced(L, 1, a=2.0, b=-3.0, c=10.0, f=-2.0),
    nodes_of_equals=traced("c = a + b; d = c * b", 0, a=3.0, b=3.0),
    edges_of_a_square=traced("c = a + b; d = c * c; e = d + a", 1, a=2.0, b=-3.0),
    nodes_of_a_square=traced("c = a + b; d = c * c; e = d + a", 0, a=2.0, b=-3.0),
    how_many=lambda k: len(list(k.engine.trace(k.value(2.0)))),
)


# -- stage 2 ----------------------------------------------------------------------------------------


def grad_of_own(kata):
    a, b = kata.values(2.0, 3.0)
    a.grad = 5.0
    return [a.grad, b.grad]


def leaf_passes(kata):
    a = kata.value(2.0)
    a.grad = 5.0
    a._backward()
    return a.grad


GRAD = table(
    "engine",
    "grad",
    2,
    at_first=lambda k: k.value(2.0).grad,
    of_a_result=lambda k: k.value(2.0, (k.value(3.0),), "+").grad,
    of_its_own=grad_of_own,
    leaf_passes=leaf_passes,
)


def through(group, operation):
    """Stage 2: what the _backward of + and * does."""

    def one(kata, root="c", gradient=UPSTREAM, before=(), a=2.0, b=-3.0, text=f"c = a {operation} b"):
        nodes = built(kata, text, {"a": a, "b": b})
        for name, number in zip("ab", before, strict=False):
            nodes[name].grad = number
        pass_one(nodes[root], gradient)
        return nodes

    def of(*names, **how):
        return lambda kata: (nodes := one(kata, **how)) and grads([nodes[name] for name in names])

    def who_has_it(kata):
        nodes = built(kata, f"c = a {operation} b", AB)
        nodes["c"].grad = UPSTREAM
        got = []
        for name in "ab":
            nodes[name]._backward()
            got.append(grads(nodes[each] for each in "ab"))
        return got

    chain = f"d = a {operation} b; c = d {operation} a"
    return [
        *table(
            "engine",
            group,
            2,
            left=of("a", gradient=1.0),
            right=of("b", gradient=1.0),
            left_up=of("a"),
            right_up=of("b"),
            left_adds=of("a", gradient=1.0, before=(5.0, 4.0)),
            right_adds=of("b", gradient=1.0, before=(5.0, 4.0)),
            zero=of("a", "b", a=0.0),
            result=of("c"),
            result_after_more=of("c", before=(5.0, 4.0)),
            one_step=of("c", "d", "a", "b", text=chain, gradient=1.0),
            on_a_leaf=who_has_it,
        ),
        *expressions(group, 2, f"c = a {operation} a", ("one grad", "one up", "one adds up"), a=3.0),
    ]


# -- stage 3 ----------------------------------------------------------------------------------------


def operations(group, *texts, kinds=("data", "grad"), stage=3, **leaves):
    """Everything about the first expression, and of the others the data and the gradients."""
    first, *others = texts
    return [
        *expressions(group, stage, first, **leaves),
        *(probe for text in others for probe in expressions(group, stage, text, kinds, **leaves)),
    ]


def at(group, text, *numbers, kinds=("data", "up"), stage=3):
    """The same expression at several numbers."""
    return [probe for a in numbers for probe in expressions(group, stage, text, kinds, a=a)]


STAGE_3 = [
    *operations("plain numbers, +", "a + 1", "a + 1.5", a=2.0),
    *operations("plain numbers, *", "a * 2", "a * 1.5", a=-3.0),
    *operations("__radd__", "1 + a", "1.5 + a", a=2.0),
    *table("engine", "__radd__", 3, sum=lambda k: data_of(sum(k.values(2.0, -3.0, 10.0)))),
    *operations("__rmul__", "2 * a", "1.5 * a", a=-3.0),
    *operations("__neg__", "-a", a=2.0),
    *operations("__sub__", "a - b", "b - a", "a - a", a=2.0, b=-3.0),
    *operations("__sub__", "a - 5", a=2.0),
    *operations("__rsub__", "2 - a", "1.5 - a", a=4.0),
    *operations("__pow__", "a**2", a=3.0),
    *at("__pow__", "a**3", -2.0, 0.5),
    *at("__pow__", "a**-1", 0.5),
    *at("__pow__", "a**0.5", 4.0),
    *at("__pow__", "a**2", 0.0, -3.0),
    *at("__pow__", "a**1", -3.0),
    *operations("__truediv__", "a / b", "b / a", "a / a", a=3.0, b=2.0),
    *operations("__truediv__", "a / 4", a=3.0),
    *operations("__rtruediv__", "3 / a", "1.5 / a", a=2.0),
    *operations("exp", "a.exp()", a=1.0),
    *at("exp", "a.exp()", 0.0, -2.0, 0.5),
    *operations("tanh", "a.tanh()", a=0.5),
    *at("tanh", "a.tanh()", 0.0, -2.0, 1000.0, -1000.0),
    *operations("relu", "a.relu()", a=3.0),
    *at("relu", "a.relu()", -3.0, 0.0, kinds=("data", "up", "left", "graph")),
    *at("relu", "a.relu()", -3.0, 0.0, kinds=("grad",)),
]


# -- stage 4 ----------------------------------------------------------------------------------------


def order(text, calls=1, **leaves):
    """What is wrong with the order in which topological_order gives the nodes, if anything."""

    def ask(kata):
        nodes = made_by_hand(kata, text, leaves)
        for _ in range(calls):
            found = kata.engine.topological_order(root_of(nodes))
        return order_told(found, nodes)

    return ask


def order_told(found, nodes):
    """What is wrong with an order of these nodes, name to Value and the root last, if anything."""
    if found is None or isinstance(found, set | frozenset):
        return Word("None" if found is None else "a set")
    ids = [id(node) for node in found]
    names = {id(node): name for name, node in nodes.items()}
    operands = {id(node): [id(each) for each in before] for node, before in nodes_behind(root_of(nodes))}
    early = sum(
        each in ids and ids.index(each) > ids.index(node)
        for node in operands
        if node in ids
        for each in set(operands[node])
    )
    faults = {
        "missing": sum(each not in ids for each in names),
        "repeated": sum(max(ids.count(each) - 1, 0) for each in names),
        "strange": sum(each not in names for each in ids),
        "too early": early,
    }
    return Word(", ".join(f"{count} {fault}" for fault, count in faults.items() if count) or "in order")


ORDER = table(
    "engine",
    "topological_order",
    4,
    leaf=order("", a=2.0),
    sum=order("c = a + b", a=2.0, b=-3.0),
    twice=order("c = a + a", a=2.0),
    equals=order("d = a + b; e = a * b; L = d + e", a=3.0, b=3.0),
    L=order(L, a=2.0, b=-3.0, c=10.0, f=-2.0),
    waits=order("b = a * a; c = b * a; L = a + c", a=2.0),
    waits_on_the_right=order("b = a * a; c = a * b; L = c + a", a=2.0),
    diamond=order("b = a + a; c = b * b; d = b + b; L = c * d", a=2.0),
    falls=order("c = a * b; d = c + a", a=-2.0, b=3.0),
    again=order("c = a + b", 2, a=2.0, b=-3.0),
)


def went_back(text, names, root="", times=1, before=(), **leaves):
    """The gradients after backward()."""

    def ask(kata):
        nodes = built(kata, text, leaves)
        for name, number in zip(leaves, before, strict=False):
            nodes[name].grad = number
        (nodes[root] if root else root_of(nodes)).backward()
        return grads([nodes[name] for name in names.split()])

    return ask


def compared(text, **right):
    """Whether these gradients are right, or more, or less: how much more may depend on the order in a set."""

    def ask(kata):
        nodes = built(kata, text, {"a": 2.0})
        root_of(nodes).backward()
        found = [(nodes[name].grad, wanted) for name, wanted in right.items()]
        return Word(
            " ".join(
                "right" if got == wanted else "more" if got > wanted else "less" for got, wanted in found
            )
        )

    return ask


def two_results(kata):
    a, b, c = kata.values(2.0, 3.0, 5.0)
    (a * b).backward()
    (a * c).backward()
    return a.grad


BACKWARD = table(
    "engine",
    "backward",
    4,
    leaf=went_back("", "a", a=2.0),
    sum=went_back("c = a + b", "c a b", a=2.0, b=-3.0),
    product=went_back("c = a * b", "c a b", a=2.0, b=-3.0),
    chain_of_sums=went_back("c = a + b; d = c + b; e = d + a", "e d c", a=2.0, b=-3.0),
    chain_of_products=went_back("c = a * b; d = c * b; e = d * a", "e d c", a=2.0, b=-3.0),
    leaves_of_sums=went_back("c = a + b; d = c + b; e = d + a", "a b", a=2.0, b=-3.0),
    twice=went_back("c = a + a", "c a", a=3.0),
    square=went_back("c = a * a", "c a", a=3.0),
    L=went_back(L, "a b c f e d L", a=2.0, b=-3.0, c=10.0, f=-2.0),
    diamond=went_back("d = a * b; e = a + b; f = d * e", "f e d a b", a=-2.0, b=3.0),
    complete=went_back("b = a * a; c = b * a; d = b * a; e = c * d", "e d c b a", a=2.0),
    sums_complete=went_back("b = a + a; c = b + a; d = b + a; e = c + d", "e d c b a", a=2.0),
    longer_way=compared("b = a + a; c = b + b; d = c + c; e = b + d", e=1, d=1, c=2, b=5, a=10),
    longer_way_of_products=compared(
        "b = a * a; c = b * b; d = c * c; e = b * d", e=1, d=4, c=128, b=1280, a=5120
    ),
    falling=went_back("b = a * c; d = b * c; e = d * c", "e d b a", a=8.0, c=0.5),
    added=went_back("c = a + b", "a b", before=(5.0, 4.0), a=2.0, b=-3.0),
    added_to_products=went_back("c = a * b", "a b", before=(5.0, 4.0), a=2.0, b=-3.0),
    added_to_itself=went_back("c = a + a", "a", before=(5.0,), a=2.0),
    two_results=two_results,
    in_the_middle=went_back("c = a * b; d = c * a", "d c b a", root="c", a=2.0, b=-3.0),
)

# -- stage 6 ----------------------------------------------------------------------------------------

LOG = [
    *operations("log", "a.log()", a=2.0, stage=6),
    *at("log", "a.log()", 0.5, 1.0, stage=6),
]

PROBES = [
    *INIT,
    *REPR,
    *binary("__add__", "+"),
    *binary("__mul__", "*"),
    *TRACE,
    *GRAD,
    *through("_backward of +", "+"),
    *through("_backward of *", "*"),
    *STAGE_3,
    *ORDER,
    *BACKWARD,
    *LOG,
]

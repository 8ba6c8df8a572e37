"""Probes of tensor.py: stage 7. They are about small arrays of several shapes, such as (2, 3) and (3,).

The functions have the names of those of earlier stages, so that each group says "arrays", too.
"""

from .probes import Word, data_of, grads, is_text, names_of, nodes_behind, pass_back, table
from .probes_engine import order_told

STEEP, FLAT = 1000.0, -1000.0  # where e to the power of twice that is too large for a float
A, ROW, COLUMN = [[1.0, 2.0, 3.0], [4.0, 5.0, -6.0]], [0.5, -2.0, 4.0], [[3.0], [-0.5]]
SQUARE, OTHER = [[1.0, 2.0], [3.0, -4.0]], [[0.5, -1.0], [2.0, 3.0]]
BLOCK = [[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [[-1.0, 0.5], [7.0, -2.0], [0.25, 8.0]]]  # (2, 3, 2)
G = [[1.0, -7.0, 2.0], [5.0, 0.5, -3.0]]  # a gradient of shape (2, 3)
G2 = [[1.0, -7.0], [5.0, 0.5]]
G3 = [[[1.0, -7.0], [2.0, 5.0], [0.5, -3.0]], [[4.0, 9.0], [-6.0, 8.0], [10.0, 0.25]]]
BEFORE = 100.0  # what gradients have gathered before a backward pass


def tensor(group, **asks):
    return table("tensor", f"{group}, arrays", 7, **asks)


def array(numbers, kind=float):
    import numpy  # when it is needed: the stages before do without

    return numpy.array(numbers, dtype=kind)


def value(kata, numbers, **named):
    return kata.tensor.Value(array(numbers), **named)


def one_or_all(things):
    """The one thing in a list, or the list of several."""
    return things[0] if len(things) == 1 else things


# -- what one can ask about a calculation -----------------------------------------------------------


def data(out, leaves, upstream):
    return data_of(out)


def behind(out, leaves, upstream):
    """Which of the leaves the result was made from."""
    found = [node for node, _operands in nodes_behind(out)]
    return Word(" ".join(name for name, leaf in zip("abc", leaves, strict=False) if leaf in found) or "none")


def gradients(out, leaves, upstream):
    pass_back(out, array(upstream))
    return one_or_all(grads(leaves))


def added(out, leaves, upstream):
    """The gradients after a pass, where there were some before."""
    for each in leaves:
        each.grad = each.data * 0 + BEFORE
    return gradients(out, leaves, upstream)


def afterwards(out, leaves, upstream):
    """The numbers that were there before the pass, and its start."""
    pass_back(out, array(upstream))
    return [*(leaf.data for leaf in leaves), out.grad]


KINDS = {"data": data, "gradients": gradients}
MORE_KINDS = {"leaves": behind, "added": added, "left": afterwards}  # asked of the first example alone


def calculations(group, **examples):
    """Probes about examples: (what is done, the gradient of the result, the arrays)."""

    def asking(question, does, upstream, arrays):
        def ask(kata):
            leaves = [value(kata, each) for each in arrays]
            return question(does(*leaves), leaves, upstream)

        return ask

    first = next(iter(examples))
    return tensor(
        group,
        **{
            f"{name} {kind}": asking(question, does, upstream, arrays)
            for name, (does, upstream, *arrays) in examples.items()
            for kind, question in (KINDS | MORE_KINDS if name == first else KINDS).items()
        },
    )


# -- a Value ----------------------------------------------------------------------------------------


def leaf_backward(kata):
    value(kata, [1.0])._backward()
    return True


def operands_kept(kata):
    a, b = value(kata, [1.0]), value(kata, [2.0])
    return names_of(kata.tensor.Value(array([3.0]), (a, b), "+")._prev, {"a": a, "b": b})


def type_of(numbers):
    """What its data are: the type of the entries, where they stand in an array."""
    return lambda k: Word(k.tensor.Value(numbers).data.dtype.name)


INIT = tensor(
    "__init__",
    lists=lambda k: k.tensor.Value([[1, 2], [3, 4]]).data,
    array=lambda k: value(k, A).data,
    number=lambda k: k.tensor.Value(2.5).data,
    type=type_of([[1, 2], [3, 4]]),
    type_of_floats=type_of([0.1, 0.2]),
    gradient=lambda k: value(k, A).grad,
    gradient_of_a_number=lambda k: k.tensor.Value(2.5).grad,
    label=lambda k: is_text(k.tensor.Value(2.5, label="x1").label, "x1"),
    operands=operands_kept,
    no_operands=lambda k: len(list(k.tensor.Value(2.5)._prev)),
    operation=lambda k: is_text(k.tensor.Value(array([1.0]), (), "+")._op, "+"),
    leaf_backward=leaf_backward,
)


def brought_to(shape, gradient=G):
    return lambda k: k.tensor.unbroadcast(array(gradient), shape)


UNBROADCAST = tensor(
    "unbroadcast",
    as_it_is=brought_to((2, 3)),
    row=brought_to((3,)),
    row_of_a_square=brought_to((2,), G2),
    one_row=brought_to((1, 3)),
    column=brought_to((2, 1)),
    number=brought_to(()),
    one=brought_to((1,)),
    one_in_two_axes=brought_to((1, 1)),
    of_a_number=brought_to((), 3.0),
    two_axes_missing=brought_to((2,), G3),
    two_axes_and_size_1=brought_to((1,), G3),
    axis_missing_and_size_1=brought_to((3, 1), G3),
    middle=brought_to((2, 1, 2), G3),
)

ADD = calculations(
    "__add__",
    row=(lambda a, b: a + b, G, A, ROW),
    row_first=(lambda a, b: a + b, G, ROW, A),
    column_and_row=(lambda a, b: a + b, G, COLUMN, ROW),
    alike=(lambda a, b: a + b, G2, SQUARE, OTHER),
    number=(lambda a: a + 10, G, A),
    array=(lambda a: a + array(ROW), G, A),
    twice=(lambda a: a + a, G, A),
)
MUL = calculations(
    "__mul__",
    row=(lambda a, b: a * b, G, A, ROW),
    row_first=(lambda a, b: a * b, G, ROW, A),
    column_and_row=(lambda a, b: a * b, G, COLUMN, ROW),
    alike=(lambda a, b: a * b, G2, SQUARE, OTHER),
    number=(lambda a: a * 10, G, A),
    array=(lambda a: a * array(ROW), G, A),
    twice=(lambda a: a * a, G, A),
)
MATMUL = calculations(
    "__matmul__",
    row=(lambda a, b: a @ b, [[1.0, -7.0, 2.0]], [[1.0, -2.0]], A),
    squares=(lambda a, b: a @ b, G2, SQUARE, OTHER),
    array=(lambda a: a @ array(A), G, SQUARE),
    twice=(lambda a: a @ a, G2, SQUARE),
)
LEFT = calculations(
    "arrays on the left",
    number_plus=(lambda b: 10 + b, ROW, ROW),
    number_times=(lambda b: 10 * b, ROW, ROW),
    array_plus=(lambda b: array(A) + b, G, ROW),
    array_times=(lambda b: array(A) * b, G, ROW),
    array_at=(lambda b: array(SQUARE) @ b, G2, OTHER),
    array_at_row=(lambda b: array([[1.0, -2.0]]) @ b, [[1.0, -7.0, 2.0]], A),
)

# -- number by number -------------------------------------------------------------------------------

POW = calculations(
    "__pow__",
    square=(lambda a: a**2, G, A),
    cube=(lambda a: a**3, ROW, ROW),
    root=(lambda a: a**0.5, [1.0, -7.0], [4.0, 0.25]),
    inverse=(lambda a: a**-1, ROW, ROW),
)
MINUS = calculations(
    "minus and divide",
    negative=(lambda a: -a, G, A),
    difference=(lambda a, b: a - b, G, A, ROW),
    number_minus=(lambda a: 10 - a, ROW, ROW),
    array_minus=(lambda b: array(A) - b, G, ROW),
    minus_array=(lambda a: a - array(A), G, ROW),
    quotient=(lambda a, b: a / b, G, A, ROW),
    number_by=(lambda a: 10 / a, ROW, ROW),
    by_number=(lambda a: a / 4, ROW, ROW),
    by_whole_numbers=(lambda a: a / array([1, 2, 4], int), ROW, ROW),
)
EXP = calculations(
    "exp",
    matrix=(lambda a: a.exp(), G2, OTHER),
    number=(lambda a: a.exp(), 3.0, 0.5),
)
TANH = calculations(
    "tanh",
    row=(lambda a: a.tanh(), ROW, [0.0, 0.5, -1.5]),
    square=(lambda a: a.tanh(), G2, OTHER),
    far=(lambda a: a.tanh(), [1.0, -7.0], [STEEP, FLAT]),
)
RELU = calculations(
    "relu",
    matrix=(lambda a: a.relu(), [[1.0, -7.0], [2.0, 3.0]], [[3.0, -2.0], [0.0, 0.5]]),
    negative=(lambda a: a.relu(), [1.0, -7.0], [-4.0, 2.0]),
    number=(lambda a: a.relu(), 3.0, 0.5),
)

# -- other shapes -----------------------------------------------------------------------------------

SUM = calculations(
    "sum",
    all=(lambda a: a.sum(), 3.0, A),
    rows=(lambda a: a.sum(axis=1), [1.0, -7.0], A),
    columns=(lambda a: a.sum(axis=0), ROW, A),
    last=(lambda a: a.sum(axis=-1), [1.0, -7.0], SQUARE),
    kept=(lambda a: a.sum(axis=1, keepdims=True), [[1.0], [-7.0]], A),
    all_kept=(lambda a: a.sum(keepdims=True), [[3.0]], A),
    middle=(lambda a: a.sum(axis=1), G2, BLOCK),
)
MEAN = calculations(
    "mean",
    all=(lambda a: a.mean(), 3.0, A),
    rows=(lambda a: a.mean(axis=1), [1.0, -7.0], A),
    columns=(lambda a: a.mean(axis=0), ROW, A),
    kept=(lambda a: a.mean(axis=0, keepdims=True), [ROW], A),
)
RESHAPE = calculations(
    "reshape",
    three_rows=(lambda a: a.reshape(3, 2), [[1.0, -7.0], [2.0, 5.0], [0.5, -3.0]], A),
    one_row=(lambda a: a.reshape(1, 4), [[1.0, -7.0, 2.0, 5.0]], SQUARE),
    flat=(lambda a: a.reshape(4), [1.0, -7.0, 2.0, 5.0], SQUARE),
)
TRANSPOSE = calculations(
    "transpose",
    matrix=(lambda a: a.transpose(), [[1.0, -7.0], [2.0, 5.0], [0.5, -3.0]], A),
    square=(lambda a: a.transpose(), G2, SQUARE),
    row=(lambda a: a.transpose(), ROW, ROW),
)


def transposed_block(kata):
    return value(kata, BLOCK).transpose().data.shape


def gathered(does, first, second):
    """The gradient of the result of a first pass, once a second pass has added to that of its operand."""

    def ask(kata):
        a = value(kata, SQUARE)
        one, other = does(a), does(a)
        pass_back(one, array(first))
        pass_back(other, array(second))
        return one.grad, a.grad

    return ask


SHARED = [
    *tensor("reshape", two_results=gathered(lambda a: a.reshape(1, 4), [[1.0, 2.0, 3.0, 4.0]], [[5.0] * 4])),
    *tensor("transpose", two_results=gathered(lambda a: a.transpose(), G2, OTHER), block=transposed_block),
]

# -- the whole graph --------------------------------------------------------------------------------


def order(**operands):
    """The order of a graph that is made without any operation: the names of the operands of each Value."""

    def ask(kata):
        nodes = {}
        for name, before in operands.items():
            nodes[name] = kata.tensor.Value(array([1.0, 2.0]), tuple(nodes[each] for each in before), "+")
        return order_told(kata.tensor.topological_order(nodes[name]), nodes)

    return ask


ORDER = tensor(
    "topological_order",
    leaf=order(a=""),
    sum=order(a="", b="", c="ab"),
    twice=order(a="", c="aa"),
    waits=order(a="", b="aa", c="ba", d="ac"),
    waits_on_the_right=order(a="", b="aa", c="ab", d="ca"),
    diamond=order(a="", b="aa", c="bb", d="bb", e="cd"),
)


def went_back(does, *arrays, times=1, root=False):
    """The gradients after backward() from this result, or the root's own."""

    def ask(kata):
        leaves = [value(kata, each) for each in arrays]
        for _ in range(times):
            out = does(*leaves)
            out.backward()
        return out.grad if root else one_or_all(grads(leaves))

    return ask


BACKWARD = tensor(
    "backward",
    leaf=went_back(lambda a: a, 2.0),
    sum=went_back(lambda a, b: (a + b).sum(), A, ROW),
    product=went_back(lambda a, b: (a * b).sum(), A, ROW),
    root=went_back(lambda a: a.sum(), A, root=True),
    reused=went_back(lambda a: ((b := a * a) * b + b).sum(), ROW),
    waits=went_back(lambda a: ((b := a * a) + b * a).sum(), ROW),
    two_results=went_back(lambda a: (a * a).sum(), ROW, times=2),
    one_by_one=went_back(lambda a: a * a, [[3.0]]),
    root_one_by_one=went_back(lambda a: a * a, [[3.0]], root=True),
    several=went_back(lambda a: a * a, ROW),
    several_in_a_column=went_back(lambda a: a * a, COLUMN),
)

PROBES = [
    *INIT,
    *UNBROADCAST,
    *ADD,
    *MUL,
    *MATMUL,
    *LEFT,
    *POW,
    *MINUS,
    *EXP,
    *TANH,
    *RELU,
    *SUM,
    *MEAN,
    *RESHAPE,
    *TRANSPOSE,
    *SHARED,
    *ORDER,
    *BACKWARD,
]

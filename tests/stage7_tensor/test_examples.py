"""Stage 7: small arrays with numbers to check by hand, and the two moons as one batch."""

import itertools
import random
import time

import numpy as np

from grader.checks import about, expect, expect_that, is_array, shown
from grader.wall.proxies import read_each
from tests.arrays import at, gradients, set_layers, two_moons, values
from tests.networks import set_neuron

A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
ROW, COLUMN = np.array([10.0, 20.0, 30.0]), np.array([[10.0], [100.0]])
G = np.array([[1.0, 2.0, 3.0], [-1.0, 0.0, 5.0]])  # a gradient of that shape


def result(tensor, text, arrays, wanted, ask):
    """Compare the numbers of one expression."""
    expect(f"({text}).data   at {at(arrays)}", lambda: eval(text, values(tensor, arrays)).data, wanted, ask)


def passes(tensor, text, arrays, upstream, wanted, ask):
    """Compare the gradients that one expression passes back."""
    for name, gradient in wanted.items():
        expect(
            f"{name}.grad after L.grad = {at({'L': np.array(upstream)})[4:]} and a backward pass   "
            f"in L = {text} at {at(arrays)}",
            lambda name=name: gradients(tensor, f"L = {text}", arrays, upstream)[name],
            gradient,
            ask,
        )


# -- a Value around an array ------------------------------------------------------------------------


@about("__init__")
def test_a_value_holds_an_array_of_floats(tensor):
    expect_that(
        "Value([[1, 2], [3, 4]]).data",
        lambda: tensor.Value([[1, 2], [3, 4]]).data,
        lambda data: is_array(data) and data.dtype == float and data.tolist() == [[1.0, 2.0], [3.0, 4.0]],
        "an array of the type float64 with [[1, 2], [3, 4]]",
        "Of which type are the numbers in np.array([[1, 2], [3, 4]]), and how do you ask for another?",
    )


@about("__init__")
def test_the_gradient_starts_at_0_in_the_shape_of_the_data(tensor):
    expect(
        "Value([[1, 2], [3, 4]]).grad",
        lambda: tensor.Value([[1, 2], [3, 4]]).grad,
        np.zeros((2, 2)),
        "Each of the four numbers has a gradient of its own. In what can four of them be kept?",
    )


@about("__init__")
def test_a_value_keeps_its_label_and_knows_of_no_operands(tensor):
    expect(
        '[the label, the number of operands in _prev] of Value(2.0, label="x1")',
        lambda: [
            (value := tensor.Value(2.0, label="x1")).label,
            len(list(value._prev)),
        ],
        ["x1", 0],
        "Which of the parameters of __init__ are kept, and under which names?",
    )


# -- broadcasting -----------------------------------------------------------------------------------


@about("unbroadcast")
def test_a_row_that_was_repeated_gets_the_sum_of_each_column(tensor):
    expect(
        "unbroadcast(np.array([[1, 2, 3], [-1, 0, 5]]), (3,))",
        lambda: tensor.unbroadcast(G.copy(), (3,)),
        np.array([0.0, 2.0, 8.0]),
        "The row was added to both rows. Which two gradients belong to its first number?",
    )


@about("unbroadcast")
def test_a_column_that_was_repeated_gets_the_sum_of_each_row_and_stays_a_column(tensor):
    expect(
        "unbroadcast(np.array([[1, 2, 3], [-1, 0, 5]]), (2, 1))",
        lambda: tensor.unbroadcast(G.copy(), (2, 1)),
        np.array([[6.0], [4.0]]),
        "Which axis has size 1 in the shape (2, 1), and does your sum keep it?",
    )


@about("unbroadcast")
def test_what_was_not_repeated_stays_as_it_is(tensor):
    expect(
        "unbroadcast(np.array([[1, 2, 3], [-1, 0, 5]]), (2, 3))",
        lambda: tensor.unbroadcast(G.copy(), (2, 3)),
        G,
        "No axis is missing here, and none has size 1. Over which axes do you sum?",
    )


@about("__add__")
def test_a_matrix_plus_a_row(tensor):
    result(
        tensor,
        "a + b",
        {"a": A, "b": ROW},
        np.array([[11.0, 22.0, 33.0], [14.0, 25.0, 36.0]]),
        "NumPy adds the row to each row of the matrix. What do you hand to the new Value?",
    )


@about("__add__")
def test_the_row_gets_the_gradients_of_all_its_copies(tensor):
    passes(
        tensor,
        "a + b",
        {"a": A, "b": ROW},
        G,
        {"a": G, "b": np.array([0.0, 2.0, 8.0])},
        "Each number of the row went into two numbers of L. Which function of yours adds their gradients up?",
    )


@about("__mul__")
def test_a_matrix_times_a_column(tensor):
    result(
        tensor,
        "a * b",
        {"a": A, "b": COLUMN},
        np.array([[10.0, 20.0, 30.0], [400.0, 500.0, 600.0]]),
        "The column stands beside each column of the matrix. Which operator of NumPy's multiplies number by number?",
    )


@about("__mul__")
def test_the_column_gets_the_gradients_of_all_its_copies(tensor):
    passes(
        tensor,
        "a * b",
        {"a": A, "b": COLUMN},
        G,
        {"a": np.array([[10.0, 20.0, 30.0], [-100.0, 0.0, 500.0]]), "b": np.array([[14.0], [26.0]])},
        "The first number of the column was multiplied by 1, 2 and 3, and the gradients there are 1, 2 and 3. "
        "What comes first, the product or the sum?",
    )


# -- the product of matrices ------------------------------------------------------------------------

LEFT, RIGHT = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0, 5.0], [6.0, 7.0, 8.0]])


@about("__matmul__")
def test_a_row_times_a_matrix(tensor):
    result(
        tensor,
        "a @ b",
        {"a": LEFT, "b": RIGHT},
        np.array([[15.0, 18.0, 21.0]]),
        "1 · 3 + 2 · 6 is 15. Which operator of NumPy's multiplies rows by columns?",
    )


@about("__matmul__")
def test_the_gradients_of_a_row_and_a_matrix(tensor):
    passes(
        tensor,
        "a @ b",
        {"a": LEFT, "b": RIGHT},
        np.array([[1.0, 10.0, 100.0]]),
        {
            "a": np.array([[543.0, 876.0]]),
            "b": np.array([[1.0, 10.0, 100.0], [2.0, 20.0, 200.0]]),
        },
        "The gradient of a has the shape (1, 2), that of b (2, 3), and L.grad is (1, 3). Which products have these shapes?",
    )


@about("arrays on the left")
def test_an_array_on_the_left_of_each_operator(tensor):
    row = np.array([[3.0, 4.0]])
    for text, b, wanted in (
        ("c + b", row, [[13.0, 14.0]]),
        ("c * b", row, [[30.0, 40.0]]),
        ("c @ b", row.T, [[70.0]]),
    ):
        _on_the_left(tensor, text, b, wanted)


def numbers_of(thing):
    """The data of a Value; an array itself, where NumPy has made one of its own."""
    return thing if is_array(thing) else thing.data


def _on_the_left(tensor, text, b, wanted):
    """c is an array without a Value around it."""
    expect(
        f"({text}).data   where c is the plain array [[10, 10]] and b a Value of {shown(b)}",
        lambda: numbers_of(eval(text, {"c": np.array([[10.0, 10.0]]), "b": tensor.Value(b.copy())})),
        np.array(wanted),
        "Python asks b where the array does not know what to do. Which method is that, and which side does b stand on?",
    )


# -- number by number -------------------------------------------------------------------------------


@about("__pow__")
def test_the_squares_and_their_gradients(tensor):
    arrays = {"a": np.array([2.0, -3.0])}
    result(tensor, "a ** 2", arrays, np.array([4.0, 9.0]), "What does ** do with an array of NumPy's?")
    passes(
        tensor,
        "a ** 2",
        arrays,
        [1.0, 10.0],
        {"a": np.array([4.0, -60.0])},
        "The slopes are 2 · 2 and 2 · (-3). Where does the gradient of L come in?",
    )


@about("minus and divide")
def test_the_negative_of_an_array(tensor):
    result(tensor, "-a", {"a": ROW}, -ROW, "Which product gives the negative?")


@about("minus and divide")
def test_differences_on_both_sides(tensor):
    ask = "What is taken away from what? Both orders have a method of their own."
    result(tensor, "a - b", {"a": A, "b": ROW}, A - ROW, ask)
    result(tensor, "100 - a", {"a": ROW}, np.array([90.0, 80.0, 70.0]), ask)


@about("minus and divide")
def test_quotients_on_both_sides(tensor):
    ask = "What is divided by what? Both orders have a method of their own."
    result(tensor, "a / b", {"a": ROW, "b": np.array(4.0)}, np.array([2.5, 5.0, 7.5]), ask)
    result(tensor, "60 / a", {"a": ROW}, np.array([6.0, 3.0, 2.0]), ask)


@about("exp")
def test_e_to_the_power_of_0_and_of_log_3(tensor):
    arrays = {"a": np.array([0.0, np.log(3.0)])}
    ask = "e to the power of log 3 is 3, and so is the slope there. What of `out` do you need?"
    result(tensor, "a.exp()", arrays, np.array([1.0, 3.0]), ask)
    passes(tensor, "a.exp()", arrays, [2.0, 10.0], {"a": np.array([2.0, 30.0])}, ask)


@about("tanh")
def test_tanh_of_0_and_of_a_large_number(tensor):
    arrays = {"a": np.array([0.0, 1000.0, 0.8813735870195432])}
    ask = "tanh is steep at 0 and flat far away. What is 1 minus the square of the result?"
    result(tensor, "a.tanh()", arrays, np.array([0.0, 1.0, 0.7071067811865476]), ask)
    passes(tensor, "a.tanh()", arrays, [2.0, 2.0, 2.0], {"a": np.array([2.0, 0.0, 1.0])}, ask)


@about("relu")
def test_relu_lets_only_positive_numbers_through(tensor):
    arrays = {"a": np.array([[3.0, -2.0], [0.0, 0.5]])}
    ask = "Which of the four numbers are positive? 0 is not."
    result(tensor, "a.relu()", arrays, np.array([[3.0, 0.0], [0.0, 0.5]]), ask)
    passes(
        tensor,
        "a.relu()",
        arrays,
        [[7.0, 7.0], [7.0, -7.0]],
        {"a": np.array([[7.0, 0.0], [0.0, -7.0]])},
        ask,
    )


# -- other shapes -----------------------------------------------------------------------------------


@about("sum")
def test_the_sum_of_all_numbers(tensor):
    ask = "Every number went into the sum once. Which gradient does each of them get?"
    result(tensor, "a.sum()", {"a": A}, np.array(21.0), ask)
    passes(tensor, "a.sum()", {"a": A}, 3.0, {"a": np.full((2, 3), 3.0)}, ask)


@about("sum")
def test_the_sums_of_the_rows(tensor):
    ask = "L[0] is 1 + 2 + 3. Its gradient belongs to all of the first row. Along which axis is the row?"
    result(tensor, "a.sum(axis=1)", {"a": A}, np.array([6.0, 15.0]), ask)
    passes(
        tensor,
        "a.sum(axis=1)",
        {"a": A},
        [1.0, 10.0],
        {"a": np.array([[1.0, 1.0, 1.0], [10.0, 10.0, 10.0]])},
        ask,
    )


@about("sum")
def test_the_sums_of_the_columns_with_the_axis_kept(tensor):
    ask = "With keepdims, the result is one row, of shape (1, 3). What becomes of its gradient?"
    result(tensor, "a.sum(axis=0, keepdims=True)", {"a": A}, np.array([[5.0, 7.0, 9.0]]), ask)
    passes(
        tensor,
        "a.sum(axis=0, keepdims=True)",
        {"a": A},
        [[1.0, 2.0, 3.0]],
        {"a": np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])},
        ask,
    )


@about("mean")
def test_the_mean_of_all_numbers_and_of_the_columns(tensor):
    ask = "How many numbers go into each mean, and which share of it is one of them?"
    result(tensor, "a.mean()", {"a": A}, np.array(3.5), ask)
    passes(tensor, "a.mean()", {"a": A}, 12.0, {"a": np.full((2, 3), 2.0)}, ask)
    result(tensor, "a.mean(axis=0)", {"a": A}, np.array([2.5, 3.5, 4.5]), ask)
    passes(tensor, "a.mean(axis=0)", {"a": A}, [2.0, 4.0, 6.0], {"a": np.array([[1.0, 2.0, 3.0]] * 2)}, ask)


@about("reshape")
def test_two_rows_become_three(tensor):
    ask = "The numbers keep their order. In which shape does the gradient of a stand?"
    result(tensor, "a.reshape(3, 2)", {"a": A}, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), ask)
    passes(tensor, "a.reshape(3, 2)", {"a": A}, [[1.0, 2.0], [3.0, -1.0], [0.0, 5.0]], {"a": G}, ask)


@about("transpose")
def test_rows_become_columns(tensor):
    ask = "The second number of the first row becomes the first one of the second row. Where does its gradient stand?"
    result(tensor, "a.transpose()", {"a": A}, np.array([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]), ask)
    passes(tensor, "a.transpose()", {"a": A}, [[1.0, -1.0], [2.0, 0.0], [3.0, 5.0]], {"a": G}, ask)


# -- one call for all gradients ---------------------------------------------------------------------


@about("topological_order")
def test_the_order_of_a_small_graph(tensor):
    a, b = tensor.Value([1.0, 2.0]), tensor.Value(3.0)
    c = a * b
    names = {id(a): "a", id(b): "b", id(c): "c = a * b", id(d := c + a): "d = c + a"}
    expect_that(
        "topological_order(d)   in c = a * b; d = c + a",
        # An operation may be made of several, with Values of its own between these.
        lambda: [names[id(node)] for node in tensor.topological_order(d) if id(node) in names],
        lambda got: sorted(got[:2]) == ["a", "b"] and got[2:] == ["c = a * b", "d = c + a"],
        "a and b, in any order, then c, then d",
        "Which Values does each Value need before it? Your function of stage 4 knows.",
    )


@about("backward")
def test_a_value_used_twice_collects_both_gradients(tensor):
    def gradient():
        a = tensor.Value([2.0, 3.0])
        (a * a + a).sum().backward()
        return a.grad

    expect(
        "a.grad after (a * a + a).sum().backward()   at a = [2, 3]",
        gradient,
        np.array([5.0, 7.0]),
        "a is used three times. Its gradient is 2 · a + 1. Which share is missing?",
    )


@about("backward")
def test_backward_starts_from_one_number_only(tensor):
    a = tensor.Value([2.0, 3.0])
    expect_that(
        "(a * a).backward()   at a = [2, 3]",
        lambda: raised(lambda: (a * a).backward()),
        lambda error: error == "ValueError",
        "a ValueError that is raised",
        "The result has two numbers. Which of them would a.grad be about?",
    )


def raised(call):
    """The name of the exception that ends the call, or that there is none."""
    try:
        call()
    except NotImplementedError:
        raise
    except Exception as error:
        return error.said["type"] if hasattr(error, "said") else type(error).__name__
    return "no exception"


# -- networks ---------------------------------------------------------------------------------------

BATCH = np.array([[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]])  # (batch, 2)


@about("Linear.__init__")
def test_a_layer_holds_its_weights_in_two_arrays(tensor):
    def shapes():
        layer = tensor.Linear(3, 2)
        return [list(layer.w.data.shape), list(layer.b.data.shape)]

    expect(
        "the shapes of the data of w and of b in Linear(3, 2)",
        shapes,
        [[3, 2], [2]],
        "A batch of shape (batch, 3) times w shall be (batch, 2). And how many biases do two neurons have?",
    )


@about("Linear.__init__")
def test_weights_start_different_from_each_other_and_between_minus_1_and_1(tensor):
    def drawn():
        layer = tensor.Linear(3, 4)
        return [*layer.w.data.ravel().tolist(), *layer.b.data.tolist()]

    expect_that(
        "the weights and the biases of Linear(3, 4)",
        drawn,
        lambda numbers: len(set(numbers)) == 16 and all(-1 <= number <= 1 for number in numbers),
        "16 different numbers between -1 and 1",
        "What does np.random.uniform need to know to draw a whole array?",
    )


@about("Linear.__call__")
def test_a_layer_takes_a_whole_batch(tensor):
    def outputs():
        layer = tensor.Linear(2, 2)
        layer.w.data, layer.b.data = np.array([[1.0, 10.0], [2.0, 20.0]]), np.array([0.5, -0.5])
        return layer(BATCH.copy()).data

    expect(
        f"Linear(2, 2)(x).data   with w = [[1, 10], [2, 20]], b = [0.5, -0.5] and {at({'x': BATCH})}",
        outputs,
        np.array([[5.5, 49.5], [11.5, 109.5], [0.5, -0.5]]),
        "The first example gives 1 · 1 + 2 · 2 + 0.5 in the first neuron. Which products and sums do that for all of them?",
    )


@about("Linear.parameters")
def test_the_parameters_of_a_layer_are_two_values(tensor):
    layer = tensor.Linear(2, 3)
    expect(
        "the shapes of the data of Linear(2, 3).parameters()",
        lambda: sorted(list(parameter.data.shape) for parameter in layer.parameters()),
        [[2, 3], [3]],
        "Which Values does training change in a layer?",
    )


@about("MLP.__init__")
def test_the_layers_of_the_network_of_the_lecture(tensor):
    expect(
        "the shapes of the w of each layer of MLP(3, [4, 4, 1])",
        lambda: [list(layer.w.data.shape) for layer in tensor.MLP(3, [4, 4, 1]).layers],
        [[3, 4], [4, 4], [4, 1]],
        "The outputs of each layer are the inputs of the next. How many are they?",
    )


TWO_LAYERS = (
    (np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.0, 1.0])),
    (np.array([[2.0], [1.0]]), np.array([-0.5])),
)


@about("MLP.__call__")
def test_a_network_takes_a_whole_batch(tensor):
    expect(
        'MLP(2, [2, 1], "relu", "linear")(x).data   with w = [[1, -1], [0.5, 2]], b = [0, 1], then w = [[2], [1]], '
        f"b = [-0.5], and {at({'x': BATCH})}",
        lambda: set_layers(tensor.MLP(2, [2, 1], "relu", "linear"), TWO_LAYERS)(BATCH.copy()).data,
        np.array([[7.5], [15.5], [2.5]]),
        "In the first example the first layer gives 2 and 4, and relu leaves them. The last layer has an activation of its own.",
    )


@about("MLP.__call__")
def test_a_network_of_tanh_where_no_activation_is_named(tensor):
    expect(
        f"MLP(2, [2, 1])(x).data   with the same weights and {at({'x': BATCH})}",
        lambda: set_layers(tensor.MLP(2, [2, 1]), TWO_LAYERS)(BATCH.copy()).data,
        np.array([[0.9845381979], [0.9866091415], [-0.6499679158]]),
        "Which activation follows each layer if none is named? The last one has it, too.",
    )


@about("MLP.parameters")
def test_the_network_of_the_lecture_has_41_numbers_in_six_values(tensor):
    expect(
        "[how many Values, how many numbers in all] in MLP(3, [4, 4, 1]).parameters()",
        lambda: (lambda sizes: [len(sizes), sum(sizes)])(
            [parameter.data.size for parameter in tensor.MLP(3, [4, 4, 1]).parameters()]
        ),
        [6, 41],
        "Each of the three layers has a w and a b. Are all of them there, and each of them once?",
    )


@about("zero_grad")
def test_zero_grad_empties_every_gradient(tensor):
    def after():
        layer = tensor.Linear(2, 3)
        layer.w.grad, layer.b.grad = np.ones((2, 3)), np.ones(3)
        layer.zero_grad()
        return [layer.w.grad, layer.b.grad]

    expect(
        "[w.grad, b.grad] of Linear(2, 3) after they were set to 1 and zero_grad()",
        after,
        [np.zeros((2, 3)), np.zeros(3)],
        "Which Values does zero_grad go through, and is a gradient still an array afterwards?",
    )


# -- everything else is efficiency ------------------------------------------------------------------

SIZES, POINTS = [2, 16, 16, 1], 20
MOONS = [
    0.9544950422736549,
    0.15,
    0.766767117180686,
]  # the loss, the gradient of the last bias, the sum of all squared gradients


def moons_weights():
    """The weights and the biases of each layer of the moons network, drawn here."""
    draw = random.Random(1337)
    return [
        (
            np.array([[draw.uniform(-1, 1) for _ in range(nout)] for _ in range(nin)]),
            np.array([draw.uniform(-1, 1) for _ in range(nout)]),
        )
        for nin, nout in itertools.pairwise(SIZES)
    ]


def one_pass_of_scalars(nn):
    """(a function that runs a forward and a backward pass, one that reads what MOONS tells)."""
    model, results = nn.MLP(2, SIZES[1:], "relu", "linear"), []
    for layer, (w, b) in zip(model.layers, moons_weights(), strict=True):
        for j, neuron in enumerate(layer.neurons):
            set_neuron(neuron, w[:, j].tolist(), b[j].item())
    points, labels = two_moons(POINTS)

    def one_pass():
        scores = [model(point) for point in points.tolist()]
        losses = [(1 - label * score).relu() for score, label in zip(scores, labels.tolist(), strict=True)]
        loss = sum(losses[1:], losses[0]) * (1 / POINTS)
        loss.backward()
        results.append(loss)

    def told():
        every = read_each(model.parameters(), "grad")
        return [results[0].data, model.layers[-1].neurons[0].b.grad, sum(grad**2 for grad in every)]

    return one_pass, told


def one_pass_of_arrays(tensor):
    """The same two functions for a batch."""
    model, results = set_layers(tensor.MLP(2, SIZES[1:], "relu", "linear"), moons_weights()), []
    points, labels = two_moons(POINTS)

    def one_pass():
        loss = (1 - labels.reshape(POINTS, 1) * model(points)).relu().mean()
        loss.backward()
        results.append(loss)

    def told():
        every = read_each(model.parameters(), "grad")
        return [results[0].data, model.layers[-1].b.grad.sum(), sum((grad**2).sum() for grad in every)]

    return one_pass, told


def told_after(one_pass, told):
    """What is told after one pass, and the seconds that it took."""
    start = time.perf_counter()
    one_pass()
    taken = time.perf_counter() - start
    return told(), taken


@about("MLP.__call__")
def test_the_moons_network_gives_the_same_loss_and_gradients_as_neuron_by_neuron(nn, tensor, record_property):
    tried = (
        "[the loss, the gradient of the last bias, the sum of all squared gradients] of "
        f'MLP(2, [16, 16, 1], "relu", "linear") on {POINTS} points of the two moons, with given weights, '
    )
    seconds = {}
    for name, passes_of, module, where, ask in (
        ("arrays", one_pass_of_arrays, tensor, "all points as one batch", BY_ARRAYS),
        ("scalars", one_pass_of_scalars, nn, "in nn.py, point by point", BY_SCALARS),
    ):

        def attempt(name=name, passes_of=passes_of, module=module):
            got, seconds[name] = told_after(*passes_of(module))
            return got

        expect(
            tried + where,
            attempt,
            MOONS,
            ask,
        )
    record_property("told", SPEED.format(seconds["scalars"] / min(_again(tensor), seconds["arrays"])))


BY_ARRAYS = "Every operation is right by itself. Which one meets arrays of other shapes here?"
BY_SCALARS = "The arrays are right: here engine.py and nn.py run in their place. Do stages 1 to 5 pass?"
SPEED = f"One pass of the moons network on {POINTS} points: your arrays are {{:.0f}} times as fast as your scalars."


def _again(tensor):
    """The seconds of the fastest of five passes: the first one warms up."""
    return min(told_after(*one_pass_of_arrays(tensor))[1] for _ in range(5))

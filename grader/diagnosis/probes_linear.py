"""Probes of tensor.py: stage 7, layers and networks on a batch of examples."""

from .probes import Word, data_of, grads, names_of, pass_back
from .probes_nn import LINEAR, MANY, RELU, TANH, described
from .probes_tensor import G2, OTHER, SQUARE, array, tensor, value

W, B = [[0.5, -0.75, 0.25], [1.25, -0.5, 0.75]], [-0.25, 0.375, 1.5]  # Linear(2, 3)
BATCH = [[2.0, -1.0], [0.5, 4.0], [-3.0, 1.0]]  # (3, 2): a batch of three
WEIGHTS = ((W, B), ([[1.5], [-0.5], [2.0]], [0.125]))  # MLP(2, [3, 1])
SQUARES = ((SQUARE, [0.25, -0.5]), (OTHER, [1.0, -1.0]), (G2, [0.0, 0.5]))  # MLP(2, [2, 2, 2])


def set_layers(layers, weights):
    """Give these layers these pairs of arrays."""
    for layer, (w, b) in zip(layers, weights, strict=True):
        layer.w.data, layer.b.data = array(w), array(b)
        layer.w.grad, layer.b.grad = array(w) * 0, array(b) * 0


def shapes_of(layers):
    return [[list(layer.w.data.shape), list(layer.b.data.shape)] for layer in layers]


def parts_of(layers):
    """The weights and biases of these layers, by name: w0 and b0 are those of the first."""
    return {f"{name}{i}": getattr(layer, name) for i, layer in enumerate(layers) for name in "wb"}


def drawn(name, *sizes):
    return lambda k: described(getattr(k.tensor.Linear(*sizes), name).data.ravel().tolist())


def drawn_anew(kata):
    one, other = kata.tensor.Linear(2, 2), kata.tensor.Linear(2, 2)
    return one.w.data.tolist() != other.w.data.tolist()


def values_of_a_layer(kata):
    """Which of its arrays have a Value around them?"""
    parts = parts_of([kata.tensor.Linear(2, 3)])
    return Word(" ".join(name for name, part in parts.items() if hasattr(part, "_prev")) or "none")


LINEAR_INIT = tensor(
    "Linear.__init__",
    shapes=lambda k: shapes_of([k.tensor.Linear(2, 3)]),
    single=lambda k: shapes_of([k.tensor.Linear(3, 1)]),
    weights=drawn("w", MANY, 1),
    weights_of_neurons=drawn("w", 1, MANY),
    biases=drawn("b", 1, MANY),
    values=values_of_a_layer,
    drawn_anew=drawn_anew,
)


def layer_output(question, batch=BATCH):
    """A question about what Linear(2, 3) makes of a batch, which is a Value."""

    def ask(kata):
        layer, x = kata.tensor.Linear(2, 3), value(kata, batch)
        set_layers([layer], [(W, B)])
        return question(layer(x), layer, x)

    return ask


def layer_gradients(out, layer, x):
    pass_back(out, array([[1.0, -7.0, 2.0], [5.0, 0.5, -3.0], [4.0, 9.0, -6.0]]))
    return grads([layer.w, layer.b, x])


def of_an_array(kata):
    layer = kata.tensor.Linear(2, 3)
    set_layers([layer], [(W, B)])
    return data_of(layer(array(BATCH)))


def square_layer(kata):
    layer = kata.tensor.Linear(2, 2)
    set_layers([layer], SQUARES[:1])
    return data_of(layer(array(OTHER)))


LINEAR_CALL = tensor(
    "Linear.__call__",
    data=layer_output(lambda out, layer, x: data_of(out)),
    one_example=layer_output(lambda out, layer, x: data_of(out), [[2.0, -1.0]]),
    two_examples=square_layer,
    of_an_array=of_an_array,
    gradients=layer_output(layer_gradients),
)


def listed(make, layers_of):
    """The names of what parameters() lists."""

    def ask(kata):
        model = make(kata)
        return names_of(model.parameters(), parts_of(layers_of(model)))

    return ask


def a_layer(kata):
    return kata.tensor.Linear(2, 3)


def a_network(kata):
    return kata.tensor.MLP(2, [3, 1])


def itself(layer):
    return [layer]


def of_network(model):
    return [*model.layers]


LINEAR_PARAMETERS = tensor("Linear.parameters", listed=listed(a_layer, itself))


def nouts_after(kata):
    nouts = [3, 2]
    kata.tensor.MLP(2, nouts)
    return nouts


def activations(*activation, **named):
    """What each layer of three makes of -2: its activation."""

    def ask(kata):
        found = []
        for i in range(3):
            model = kata.tensor.MLP(1, [1, 1, 1], *activation, **named)
            set_layers(model.layers, [([[0.0]], [-2.0]) if j == i else ([[1.0]], [0.0]) for j in range(3)])
            found.append(data_of(model(array([[1.0]]))))
        return found

    return ask


MLP_INIT = tensor(
    "MLP.__init__",
    shapes=lambda k: shapes_of(k.tensor.MLP(3, [4, 2, 1]).layers),
    one_layer=lambda k: shapes_of(k.tensor.MLP(2, [3]).layers),
    default=activations(),
    relu=activations(RELU),
    last=activations(RELU, LINEAR),
    last_relu=activations(LINEAR, last_activation=RELU),
    last_tanh=activations(RELU, TANH),
    nouts_after=nouts_after,
)


def network_output(nouts, weights, activation, question=lambda out, model: data_of(out), batch=BATCH):
    """A question about what a network with these weights makes of a batch, which is an array."""

    def ask(kata):
        model = kata.tensor.MLP(2, [*nouts], *activation)
        set_layers(model.layers, weights)
        return question(model(array(batch)), model)

    return ask


def network_gradients(out, model):
    pass_back(out, array([[1.0], [-7.0], [2.0]]))
    return grads([each for layer in model.layers for each in (layer.w, layer.b)])


MLP_CALL = tensor(
    "MLP.__call__",
    linear=network_output([3, 1], WEIGHTS, [LINEAR]),
    one_layer=network_output([3], WEIGHTS[:1], [LINEAR]),
    squares=network_output([2, 2, 2], SQUARES, [LINEAR]),
    tanh=network_output([3, 1], WEIGHTS, []),
    relu=network_output([3, 1], WEIGHTS, [RELU, LINEAR]),
    gradients=network_output([3, 1], WEIGHTS, [RELU, LINEAR], network_gradients),
)

MLP_PARAMETERS = tensor(
    "MLP.parameters",
    listed=listed(a_network, of_network),
    three=listed(lambda k: k.tensor.MLP(2, [2, 2, 2]), of_network),
)


def emptied(make, layers_of, attribute):
    """After zero_grad, where each gradient was 5 and each number 2."""

    def ask(kata):
        network = make(kata)
        parts = [*parts_of(layers_of(network)).values()]
        for part in parts:
            zeros = array(part.data) * 0
            part.data, part.grad = zeros + 2, zeros + 5
        network.zero_grad()
        return [getattr(part, attribute) for part in parts]

    return ask


ZERO_GRAD = tensor(
    "zero_grad",
    gradients=emptied(a_layer, itself, "grad"),
    data=emptied(a_layer, itself, "data"),
    network=emptied(a_network, of_network, "grad"),
)

PROBES = [
    *LINEAR_INIT,
    *LINEAR_CALL,
    *LINEAR_PARAMETERS,
    *MLP_INIT,
    *MLP_CALL,
    *MLP_PARAMETERS,
    *ZERO_GRAD,
]

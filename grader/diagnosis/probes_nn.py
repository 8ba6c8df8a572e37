"""Probes of nn.py: stage 5. What is drawn at random is asked for what always holds of it."""

from ..wall.proxies import read_each
from .probes import (
    Word,
    data_of,
    datas,
    grads,
    names_of,
    parts_of,
    pass_back,
    set_all,
    set_neuron,
    table,
)

# Put together while the program runs, like what comes through the wall: no object of the code's own.
LINEAR, RELU, TANH = ("".join(word) for word in ("linear", "relu", "tanh"))
MANY = 60  # draws: so many that what all of them have in common is no chance


def nn(group, **asks):
    return table("nn", group, 5, **asks)


def described(numbers):
    """What many numbers have: all within -1 and 1, any negative, positive, large, and all different?"""
    if len(set(numbers)) == 1:
        return Word("all are 0" if numbers[0] == 0 else "all are the same")
    return [
        all(-1 <= x <= 1 for x in numbers),
        any(x < 0 for x in numbers),
        any(x > 0 for x in numbers),
        any(abs(x) > 0.5 for x in numbers),
        len(set(numbers)) == len(numbers),
    ]


def different(things):
    """How many objects there are in this list."""
    return len({id(each) for each in things})


def own_values(neurons):
    """How many objects there are among the weights and biases, and how often they are no Values."""
    parts = [part for neuron in neurons for part in (*neuron.w, neuron.b)]
    return [different(parts), sum(not hasattr(part, "data") for part in parts)]


def kind_of(part):
    """Is it a Value, or a tuple, or what else?"""
    return Word("a tuple") if isinstance(part, tuple) else hasattr(part, "data")


def two_neurons(question, inputs=2):
    return lambda k: question(k.nn.Neuron(inputs), k.nn.Neuron(inputs))


NEURON_INIT = nn(
    "Neuron.__init__",
    weights=lambda k: [len(k.nn.Neuron(n).w) for n in (3, 1)],
    own=lambda k: own_values([k.nn.Neuron(3)]),
    bias=lambda k: kind_of(k.nn.Neuron(3).b),
    own_of_two=two_neurons(lambda a, b: own_values([a, b])),
    drawn_anew=two_neurons(lambda a, b: datas(a.w) != datas(b.w), 30),
    draws=lambda k: described(read_each(k.nn.Neuron(MANY).w, "data")),
    biases=lambda k: described([k.nn.Neuron(1).b.data for _ in range(MANY)]),
)


def neuron(weights, bias, activation, x, question=lambda out, neuron: data_of(out)):
    """A question about the output of a neuron with these weights."""

    def ask(kata):
        one = kata.nn.Neuron(len(weights), *([activation] if activation else []))
        set_neuron(one, weights, bias)
        inputs = x(kata) if callable(x) else type(x)(x)  # a list of its own: it may be changed
        return question(one(inputs), one)

    return ask


def gradients(out, one):
    pass_back(out)
    return [*grads(one.w), one.b.grad]


def gradients_of_inputs(kata):
    one = set_neuron(kata.nn.Neuron(2, LINEAR), [-3.0, 0.5], 1.0)
    x = kata.values(2.0, 4.0)
    pass_back(one([*x]))
    return grads(x)


def inputs_after(kata):
    x = [2.0, 4.0]
    kata.nn.Neuron(2)(x)
    return x


CALL = nn(
    "Neuron.__call__",
    linear=neuron([-3.0, 0.5], 1.0, LINEAR, [2.0, 4.0]),
    one_input=neuron([2.0], 0.5, LINEAR, [3.0]),
    three=neuron([1.0, -0.5, 2.0], 0.25, LINEAR, [0.5, 3.0, -1.5]),
    default=neuron([-3.0, 1.0], 6.8813735870195432, "", [2.0, 0.0]),
    tanh=neuron([0.5, -0.25], 0.25, TANH, [0.5, 2.0]),
    relu_below=neuron([-3.0, 0.5], 1.0, RELU, [2.0, 4.0]),
    relu=neuron([3.0, 0.5], 1.0, RELU, [2.0, 4.0]),
    relu_of_parts=neuron([-3.0, 5.0], -1.0, RELU, [1.0, 1.0]),
    gradients=neuron([-3.0, 0.5], 1.0, LINEAR, [2.0, 4.0], gradients),
    gradients_of_tanh=neuron([0.5, -0.25], 0.25, TANH, [0.5, 2.0], gradients),
    of_values=neuron([-3.0, 0.5], 1.0, LINEAR, lambda k: k.values(2.0, 4.0)),
    gradients_of_inputs=gradients_of_inputs,
    of_a_tuple=neuron([-3.0, 0.5], 1.0, LINEAR, (2.0, 4.0)),
    inputs_after=inputs_after,
)


def listed(make, neurons):
    """The names of what parameters() lists, and how many weights there are afterwards."""

    def ask(kata):
        module = make(kata)
        parts = parts_of(neurons(module))
        found = names_of(module.parameters(), parts)
        return [found, sum(len(each.w) for each in neurons(module))]

    return ask


def emptied(make, neurons, question):
    """After zero_grad, where each gradient was 5 and each number 2."""

    def ask(kata):
        module = make(kata)
        parts = [*parts_of(neurons(module)).values()]
        for part in parts:
            part.data, part.grad = 2.0, 5.0
        module.zero_grad()
        return question(parts)

    return ask


def one_neuron(kata):
    return kata.nn.Neuron(2)


def itself(module):
    return [module]


def a_layer(kata):
    return kata.nn.Layer(2, 3)


def of_layer(layer):
    return [*layer.neurons]


def a_network(kata):
    return kata.nn.MLP(2, [3, 2, 2])


def of_network(model):
    return [neuron for layer in model.layers for neuron in layer.neurons]


PARAMETERS = [
    *nn(
        "Neuron.parameters",
        listed=listed(one_neuron, itself),
        one_input=listed(lambda k: k.nn.Neuron(1), itself),
    ),
    *nn(
        "zero_grad",
        neuron=emptied(one_neuron, itself, grads),
        data=emptied(one_neuron, itself, datas),
    ),
]


def set_layer(kata, nin, nout, *activation):
    layer = kata.nn.Layer(nin, nout, *activation)
    set_all(layer.neurons)
    return layer


def layer_outputs(nin, nout, activation, x):
    return lambda k: datas(in_a_list(set_layer(k, nin, nout, *activation)([*x])))


def in_a_list(out):
    return list(out) if isinstance(out, list | tuple) else [out]


def layer_gradients(kata):
    layer = set_layer(kata, 2, 2, LINEAR)
    outs = in_a_list(layer([2.0, 4.0]))
    pass_back(outs[-1])
    return [grads([*each.w, each.b]) for each in layer.neurons]


LAYER = [
    *nn(
        "Layer.__init__",
        neurons=lambda k: [len(k.nn.Layer(2, n).neurons) for n in (3, 1)],
        weights=lambda k: [len(each.w) for each in k.nn.Layer(2, 3).neurons],
        own=lambda k: own_values(k.nn.Layer(2, 3).neurons),
        own_neurons=lambda k: different([*k.nn.Layer(2, 3).neurons]),
        drawn_anew=lambda k: len({each.w[0].data for each in k.nn.Layer(1, 30).neurons}) > 1,
        activations=lambda k: [
            data_of(set_neuron(each, [-1.0], -1.0)([1.0])) for each in k.nn.Layer(1, 3, RELU).neurons
        ],
    ),
    *nn(
        "Layer.__call__",
        outputs=layer_outputs(1, 2, [LINEAR], [3.0]),
        of_two=layer_outputs(2, 3, [LINEAR], [2.0, -4.0]),
        tanh=layer_outputs(2, 2, [], [0.5, 1.0]),
        single=layer_outputs(2, 1, [LINEAR], [2.0, 4.0]),
        gradients=layer_gradients,
    ),
    *nn(
        "Layer.parameters",
        listed=listed(a_layer, of_layer),
        single=listed(lambda k: k.nn.Layer(2, 1), of_layer),
    ),
]


def network(nin, nouts, *activation):
    def make(kata):
        model = kata.nn.MLP(nin, [*nouts], *activation)
        set_all(of_network(model))
        return model

    return make


def outputs(make, x):
    def ask(kata):
        out = make(kata)([*x])
        return datas(out) if isinstance(out, list | tuple) else data_of(out)

    return ask


def network_gradients(make, x):
    def ask(kata):
        model = make(kata)
        pass_back(in_a_list(model([*x]))[0])
        return [grads([*each.w, each.b]) for each in of_network(model)]

    return ask


def sizes(nin, *nouts):
    return lambda k: [
        [len(layer.neurons), [len(each.w) for each in layer.neurons]]
        for layer in k.nn.MLP(nin, [*nouts]).layers
    ]


def nouts_after(kata):
    nouts = [3, 2]
    kata.nn.MLP(2, nouts)
    return nouts


def activations(*activation, **named):
    """What the first neuron of each layer makes of -2: its activation."""

    def ask(kata):
        model = kata.nn.MLP(1, [1, 1, 1], *activation, **named)
        return [data_of(set_neuron(each, [-1.0], -1.0)([1.0])) for each in of_network(model)]

    return ask


MLP = [
    *nn(
        "MLP.__init__",
        sizes=sizes(3, 4, 2, 1),
        one_layer=sizes(2, 3),
        own=lambda k: own_values(of_network(k.nn.MLP(2, [2, 2, 2]))),
        default=activations(),
        relu=activations(RELU),
        last=activations(RELU, LINEAR),
        last_relu=activations(LINEAR, last_activation=RELU),
        nouts_after=nouts_after,
    ),
    *nn(
        "MLP.__call__",
        one_layer=outputs(network(1, [1], LINEAR), [2.0]),
        chain=outputs(network(1, [1, 1], LINEAR), [2.0]),
        wide=outputs(network(2, [3, 2], LINEAR), [2.0, -1.0]),
        narrow=outputs(network(2, [1, 2], LINEAR), [2.0, -1.0]),
        square=outputs(network(2, [2, 2, 2], LINEAR), [2.0, -1.0]),
        tanh=outputs(network(2, [2, 1]), [0.5, -1.0]),
        gradients=network_gradients(network(2, [2, 1], LINEAR), [2.0, -1.0]),
    ),
    *nn(
        "MLP.parameters",
        listed=listed(a_network, of_network),
        narrow=listed(lambda k: k.nn.MLP(1, [1, 1]), of_network),
    ),
]

WHOLE = nn(
    "MLP.parameters, zero_grad",
    layer=emptied(a_layer, of_layer, grads),
    network=emptied(a_network, of_network, grads),
)

PROBES = [*NEURON_INIT, *CALL, *PARAMETERS, *LAYER, *MLP, *WHOLE]

"""Stage 5, the lecture's examples: a neuron, a layer, and a network with 41 parameters."""

from grader.checks import about, expect, expect_objects, expect_that, is_number
from tests.networks import different, gradients_of, neurons_of, set_neuron, set_weights

X = [1.0, -2.0, 0.3]


@about("Neuron.__init__")
def test_a_neuron_has_a_weight_for_each_input(nn):
    expect(
        "the number of weights in Neuron(3).w",
        lambda: len(nn.Neuron(3).w),
        3,
        "nin says how many inputs there will be. How many weights is that?",
    )


@about("Neuron.__init__")
def test_the_weights_and_the_bias_are_values_between_minus_1_and_1(nn):
    neuron = nn.Neuron(3)
    expect_that(
        "the data of each weight of Neuron(3), and of its bias",
        lambda: [weight.data for weight in neuron.w] + [neuron.b.data],
        lambda numbers: all(-1 <= number <= 1 for number in numbers),
        "numbers between -1 and 1",
        "Which function of the module random draws between two bounds?",
    )


@about("Neuron.__init__")
def test_the_weights_start_different_from_each_other(nn):
    expect_that(
        "how many different numbers are among the weights of Neuron(10)",
        lambda: len({weight.data for weight in nn.Neuron(10).w}),
        lambda count: count == 10,
        "10",
        "Which numbers can your code draw, and how often does it draw one?",
    )


@about("Neuron.__init__")
def test_each_weight_is_a_value_of_its_own(nn):
    neuron = nn.Neuron(3)
    expect_that(
        "how many different Values are in Neuron(3).w, and its bias",
        lambda: different([*neuron.w, neuron.b]),
        lambda count: count == 4,
        "4",
        "Which of them are one and the same Value? How many Values does your code make?",
    )


@about("Neuron.__init__")
def test_two_neurons_have_weights_and_biases_of_their_own(nn):
    first, second = nn.Neuron(1), nn.Neuron(1)
    expect_that(
        "how many different Values are the weights and the biases of two neurons, Neuron(1) and Neuron(1)",
        lambda: different([first.w[0], first.b, second.w[0], second.b]),
        lambda count: count == 4,
        "4",
        "Where do you keep the weights and the bias: on each neuron, or in one place for all of them?",
    )


@about("Neuron.__call__")
def test_a_linear_neuron_gives_the_sum_as_it_is(nn):
    expect(
        'Neuron(2, "linear")([2.0, 4.0]).data   with w = [-3, 0.5] and b = 1',
        lambda: set_neuron(nn.Neuron(2, "linear"), [-3.0, 0.5], 1.0)([2.0, 4.0]).data,
        -3.0,
        "-3 · 2 + 0.5 · 4 + 1 is -3. Is all of it in your sum, and what does a linear neuron do with the sum?",
    )


@about("Neuron.__call__")
def test_the_neuron_of_the_lecture(nn):
    expect(
        "Neuron(2)([2.0, 0.0]).data   with w = [-3, 1] and b = 6.8813735870195432",
        lambda: set_neuron(nn.Neuron(2), [-3.0, 1.0], 6.8813735870195432)([2.0, 0.0]).data,
        0.7071067811865476,
        "-3 · 2 + 1 · 0 + 6.8813735870195432 is 0.8814. What does a neuron do with the sum, unless it is told otherwise?",
    )


@about("Neuron.__call__")
def test_a_relu_neuron_stops_a_negative_sum(nn):
    expect(
        'Neuron(1, "relu")([2.0]).data   with w = [-3] and b = 1',
        lambda: set_neuron(nn.Neuron(1, "relu"), [-3.0], 1.0)([2.0]).data,
        0.0,
        "The sum is -5. What does relu make of it?",
    )


@about("Neuron.parameters")
def test_the_parameters_of_a_neuron_are_its_weights_and_its_bias(nn):
    neuron = nn.Neuron(2)
    expect_objects(
        "Neuron(2).parameters()",
        neuron.parameters,
        {"w[0]": neuron.w[0], "w[1]": neuron.w[1], "b": neuron.b},
        "The Values themselves, and all of them. Which ones does training change?",
    )


@about("zero_grad")
def test_zero_grad_empties_every_gradient(nn):
    neuron = nn.Neuron(2)

    def grads_before_and_after():
        for value in (*neuron.w, neuron.b):
            value.grad = 5.0
        before = [value.grad for value in (*neuron.w, neuron.b)]
        neuron.zero_grad()
        return [before, [value.grad for value in (*neuron.w, neuron.b)]]

    expect(
        "[w[0].grad, w[1].grad, b.grad] of Neuron(2), set to 5, before and after zero_grad()",
        grads_before_and_after,
        [[5.0, 5.0, 5.0], [0.0, 0.0, 0.0]],
        "Which Values does zero_grad go through, and what does it set in each of them?",
    )


@about("Layer.__init__")
def test_a_layer_holds_its_neurons(nn):
    expect(
        "the number of neurons in Layer(3, 4).neurons",
        lambda: len(nn.Layer(3, 4).neurons),
        4,
        "3 inputs and 4 outputs: which of the two says how many neurons there are?",
    )
    expect(
        "the number of weights of each neuron in Layer(3, 4).neurons",
        lambda: [len(neuron.w) for neuron in nn.Layer(3, 4).neurons],
        [3, 3, 3, 3],
        "Layer(3, 4) has 4 neurons. How many inputs does each of them have?",
    )


@about("Layer.__init__")
def test_the_neurons_of_a_layer_are_different_neurons(nn):
    layer = nn.Layer(1, 2)
    expect_that(
        "layer.neurons[0] is layer.neurons[1]   for layer = Layer(1, 2)",
        lambda: layer.neurons[0] is layer.neurons[1],
        lambda same: not same,
        "False",
        "How many times does your code call Neuron?",
    )
    expect_that(
        "how many different Values are weights or biases in Layer(1, 2)",
        lambda: different(value for neuron in layer.neurons for value in (neuron.w[0], neuron.b)),
        lambda count: count == 4,
        "4",
        "Each neuron has a weight and a bias. Do the two neurons share any?",
    )


@about("Layer.__call__")
def test_a_layer_answers_with_one_value_for_each_neuron(nn):
    def numbers():
        layer = nn.Layer(1, 2, "linear")
        set_neuron(layer.neurons[0], [2.0], 1.0)
        set_neuron(layer.neurons[1], [-1.0], 0.5)
        return [out.data for out in layer([3.0])]

    expect(
        'the data of each output of Layer(1, 2, "linear")([3.0])   with w = [2], b = 1 and w = [-1], b = 0.5',
        numbers,
        [7.0, -2.5],
        "2 · 3 + 1 and -1 · 3 + 0.5. What does each neuron get as its inputs, and where does its output go?",
    )


@about("Layer.parameters")
def test_the_parameters_of_a_layer(nn):
    layer = nn.Layer(1, 2)
    first, second = layer.neurons
    wanted = {
        "neurons[0].w[0]": first.w[0],
        "neurons[0].b": first.b,
        "neurons[1].w[0]": second.w[0],
        "neurons[1].b": second.b,
    }
    expect_objects(
        "Layer(1, 2).parameters()",
        layer.parameters,
        wanted,
        "Which Values does training change in a layer? Are they in the list themselves, each of them once?",
    )


@about("MLP.__init__")
def test_the_layers_of_the_network_of_the_lecture(nn):
    expect(
        "the number of neurons in each layer of MLP(3, [4, 4, 1])",
        lambda: [len(layer.neurons) for layer in nn.MLP(3, [4, 4, 1]).layers],
        [4, 4, 1],
        "Each entry of nouts is a layer. Which layers does your code make, and with how many neurons?",
    )
    expect(
        "the number of inputs of each layer of MLP(3, [4, 4, 1])",
        lambda: [len(layer.neurons[0].w) for layer in nn.MLP(3, [4, 4, 1]).layers],
        [3, 4, 4],
        "The first layer has nin inputs. How many have the others, whose inputs are the outputs before them?",
    )


@about("MLP.__call__")
def test_a_network_with_one_output_answers_with_a_value(nn):
    expect(
        'MLP(1, [1], "linear")([2.0]).data   with w = [3], b = -1',
        lambda: set_weights(nn.MLP(1, [1], "linear"), [3.0, -1.0])([2.0]).data,
        5.0,
        "3 · 2 - 1 is 5. What comes out of the last layer, and in which form?",
    )


@about("MLP.__call__")
def test_the_outputs_of_a_layer_are_the_inputs_of_the_next(nn):
    expect(
        'MLP(1, [1, 1], "linear")([2.0]).data   where w = [3], b = 0 and then w = [2], b = 1',
        lambda: set_weights(nn.MLP(1, [1, 1], "linear"), [3.0, 0.0, 2.0, 1.0])([2.0]).data,
        13.0,
        "First 3 · 2 + 0 is 6, then 2 · 6 + 1 is 13. What does each layer get as its inputs?",
    )


@about("MLP.__call__")
def test_a_network_with_two_outputs_answers_with_a_list(nn):
    expect_that(
        "MLP(2, [3, 2])([1.0, 2.0])",
        lambda: nn.MLP(2, [3, 2])([1.0, 2.0]),
        lambda out: len(out) == 2 and all(hasattr(each, "data") for each in out),
        "a list of 2 Values",
        "Only a single output comes without a list. How do you tell the two cases apart?",
    )


@about("MLP.parameters")
def test_the_parameters_of_a_small_network(nn):
    model = nn.MLP(1, [1, 1])
    first, second = neurons_of(model)
    wanted = {
        "layers[0].neurons[0].w[0]": first.w[0],
        "layers[0].neurons[0].b": first.b,
        "layers[1].neurons[0].w[0]": second.w[0],
        "layers[1].neurons[0].b": second.b,
    }
    expect_objects(
        "MLP(1, [1, 1]).parameters()",
        model.parameters,
        wanted,
        "Which Values does training change? Are they in the list themselves, each of them once?",
    )


@about("MLP.parameters")
def test_the_network_of_the_lecture_has_41_parameters(nn):
    model = nn.MLP(3, [4, 4, 1])
    expect_that(
        "how many different Values are in MLP(3, [4, 4, 1]).parameters()",
        lambda: different(model.parameters()),
        lambda count: count == 41,
        "41: 4 · (3 + 1), 4 · (4 + 1) and 1 · (4 + 1)",
        "Every weight and every bias of every neuron of every layer. Which are missing?",
    )


@about("MLP.__call__")
def test_every_parameter_of_the_network_gets_a_gradient(nn):
    model = set_weights(nn.MLP(3, [4, 4, 1]))

    def with_gradient():
        model([*X]).backward()
        gradients = [gradient for neuron in gradients_of(model) for gradient in neuron]
        return sum(is_number(gradient) and gradient != 0 for gradient in gradients)

    expect(
        "how many of the 41 weights and biases of MLP(3, [4, 4, 1]) have a gradient other than 0 after backward()",
        with_gradient,
        41,
        "A gradient goes only through Values. Is there a .data, or a plain number, on the way?",
    )

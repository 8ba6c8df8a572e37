"""Stage 6, hidden: losses of any numbers with their gradients, and training to the last digit."""

from hypothesis import given
from hypothesis import strategies as st

from grader.checks import about, expect, expect_that, shown
from grader.diagnosis.program import program
from solutions import engine as right_engine
from solutions import nn as right_nn
from solutions import train as solution
from tests.networks import WEIGHTS, set_neuron, set_weights
from tests.reference import expect_right_pass
from tests.stage6_training.test_examples import values
from tests.strategies import numbers, positive, programs

several = st.lists(numbers, min_size=1, max_size=4)
labels = st.sampled_from([1.0, -1.0])
scored = st.lists(st.tuples(numbers, labels), min_size=1, max_size=4)


def loss_and_gradients(engine, loss, data):
    """[the loss, the gradient of each number in it] after backward."""
    leaves = values(engine, data)
    result = loss(leaves)
    result.backward()
    return [result.data, *(leaf.grad for leaf in leaves)]


def expect_loss(tried, engine, loss, right, data, ask):
    expect(
        f"[the loss, and the gradient of each Value in it] of {tried}",
        lambda: loss_and_gradients(engine, loss, data),
        loss_and_gradients(right_engine, right, data),
        ask,
    )


@about("mean_squared_error")
@given(pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4))
def test_the_mean_squared_error_and_its_gradients(engine, train, pairs):
    predictions, targets = (list(each) for each in zip(*pairs, strict=True))
    expect_loss(
        f"mean_squared_error({shown(predictions)}, {shown(targets)})",
        engine,
        lambda leaves: train.mean_squared_error(leaves, targets),
        lambda leaves: solution.mean_squared_error(leaves, targets),
        predictions,
        "Every pair counts, once. What is the sum divided by?",
    )


@about("hinge_loss")
@given(pairs=scored)
def test_the_hinge_loss_and_its_gradients(engine, train, pairs):
    scores, wanted = (list(each) for each in zip(*pairs, strict=True))
    expect_loss(
        f"hinge_loss({shown(scores)}, {shown(wanted)})",
        engine,
        lambda leaves: train.hinge_loss(leaves, wanted),
        lambda leaves: solution.hinge_loss(leaves, wanted),
        scores,
        "How far is label · score below 1, for each pair? And the mean of that?",
    )


@about("l2_penalty")
@given(parameters=several, alpha=st.sampled_from([0.5, 0.1, 1e-4]))
def test_the_penalty_and_its_gradients(engine, train, parameters, alpha):
    expect_loss(
        f"l2_penalty({shown(parameters)}, alpha={shown(alpha)})",
        engine,
        lambda leaves: train.l2_penalty(leaves, alpha=alpha),
        lambda leaves: solution.l2_penalty(leaves, alpha=alpha),
        parameters,
        "Every parameter is squared, the squares are added, and alpha says how much they count.",
    )


@about("l2_penalty")
def test_the_penalty_is_small_unless_asked_for(engine, train):
    expect(
        "l2_penalty([Value(100)]).data",
        lambda: train.l2_penalty(values(engine, [100.0])).data,
        1.0,
        "alpha is 1e-4 by default.",
    )


@about("accuracy")
@given(pairs=scored)
def test_the_accuracy_of_any_scores(engine, train, pairs):
    scores, wanted = (list(each) for each in zip(*pairs, strict=True))
    expect(
        f"accuracy({shown(scores)}, {shown(wanted)})",
        lambda: train.accuracy(values(engine, scores), wanted),
        sum((score > 0) == (label > 0) for score, label in pairs) / len(pairs),
        "How many are on their label's side of 0, out of how many?",
    )


@about("accuracy")
def test_a_score_of_exactly_0_counts_as_minus_1(engine, train):
    expect(
        "accuracy([Value(0), Value(0)], [1, -1])",
        lambda: train.accuracy(values(engine, [0.0, 0.0]), [1, -1]),
        0.5,
        "Which of the two is right?",
    )


@about("softmax")
@given(logits=several)
def test_the_probabilities_of_any_logits(engine, train, logits):
    expect(
        f"the data of softmax({shown(logits)})",
        lambda: [p.data for p in train.softmax(values(engine, logits))],
        [p.data for p in solution.softmax(values(right_engine, logits))],
        "e to the power of each logit, divided by the sum of all of them.",
    )


@about("softmax")
@given(logits=st.lists(numbers, min_size=2, max_size=4))
def test_the_gradients_through_softmax(engine, train, logits):
    expect_loss(
        f"softmax({shown(logits)})[0]",
        engine,
        lambda leaves: train.softmax(leaves)[0],
        lambda leaves: solution.softmax(leaves)[0],
        logits,
        "Is everything made of Values, also what the powers are divided by?",
    )


@about("softmax")
@given(logits=st.sampled_from([[1000.0, 1000.0], [1000.0, 998.0, -1000.0], [-1000.0, -1001.0]]))
def test_large_logits_are_no_trouble(engine, train, logits):
    expect(
        f"the data of softmax({shown(logits)})",
        lambda: [p.data for p in train.softmax(values(engine, logits))],
        [p.data for p in solution.softmax(values(right_engine, logits))],
        "Which number may be subtracted from every logit, so that no power becomes too large?",
    )


@about("log")
@given(a=positive)
def test_log_used_twice(engine, a):
    for text in ("L = a.log()", "d = a.log(); L = d * d", "L = a * a.log()"):
        expect_right_pass(engine, program(text, a=a))


@about("log")
@given(expression=programs(("log", "*", "+")), upstream=numbers)
def test_gradients_through_log(engine, expression, upstream):
    expect_right_pass(engine, expression, upstream)


@about("negative_log_likelihood")
@given(logits=several, label=st.integers(0, 3))
def test_the_loss_of_any_logits_and_its_gradients(engine, train, logits, label):
    label %= len(logits)
    expect_loss(
        f"negative_log_likelihood({shown(logits)}, {label})",
        engine,
        lambda leaves: train.negative_log_likelihood(leaves, label),
        lambda leaves: solution.negative_log_likelihood(leaves, label),
        logits,
        "The probability of the right label alone; its logarithm; and the sign.",
    )


@about("gradient_descent_step")
@given(
    pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3), lr=st.sampled_from([0.1, 0.5, 1.0])
)
def test_every_parameter_moves_against_its_own_gradient(engine, train, pairs, lr):
    parameters = values(engine, [data for data, _ in pairs])

    def moved():
        for parameter, (_, gradient) in zip(parameters, pairs, strict=True):
            parameter.grad = gradient
        train.gradient_descent_step(parameters, lr=lr)
        return [parameter.data for parameter in parameters]

    expect(
        f"the data after gradient_descent_step(parameters, lr={shown(lr)})   where [data, grad] are "
        f"{shown([list(pair) for pair in pairs])}",
        moved,
        [data - lr * gradient for data, gradient in pairs],
        "Each parameter: its data, minus lr times its own gradient.",
    )


@about("training_step")
def test_gradients_from_before_do_not_count(nn, train):
    model = set_neuron(nn.Neuron(1, "linear"), [2.0], 1.0)

    def step():
        for parameter in (model.w[0], model.b):
            parameter.grad = 5.0
        train.training_step(model, lambda: model([1.0]) * model([1.0]), lr=0.1)
        return [model.w[0].data, model.b.data]

    expect(
        "[w.data, b.data] after a step of training   where the loss is (w + b)², at w = 2, b = 1, "
        "and w.grad and b.grad were 5 before",
        step,
        [1.4, 0.4],
        "What has to happen to the gradients before a backward pass?",
    )


@about("training_step")
def test_the_loss_is_computed_once_in_each_step(nn, train):
    model, calls = set_neuron(nn.Neuron(1, "linear"), [2.0], 1.0), []

    def loss():
        calls.append(1)
        return model([1.0]) * model([1.0])

    def count():
        train.training_step(model, loss, lr=0.1)
        return len(calls)

    expect(
        "how often training_step calls loss()", count, 1, "The loss before the step is all that is needed."
    )


@about("train")
def test_every_step_has_the_learning_rate_of_its_number(nn, train):
    def trained(nn, train):
        model = set_neuron(nn.Neuron(1, "linear"), [2.0], 1.0)
        return train.train(model, lambda: model([1.0]) * model([1.0]), lambda k: 0.1 / (k + 1), 4)

    expect(
        "train(model, loss, learning_rate, 4)   where the loss is (w + b)², at w = 2, b = 1, "
        "and learning_rate(k) is 0.1 / (k + 1)",
        lambda: trained(nn, train),
        trained(right_nn, solution),
        "Which learning rate belongs to step k, where k begins at 0?",
    )


@about("train")
def test_no_steps_are_no_losses(nn, train):
    model = nn.Neuron(1)
    expect_that(
        "train(model, loss, learning_rate, 0)",
        lambda: len(train.train(model, lambda: model([1.0]), lambda k: 0.1, 0)),
        lambda count: count == 0,
        "an empty list",
        "How often does the loop run?",
    )


@about("train")
def test_a_moons_network_trains_like_that_of_the_solution(nn, train):
    points, wanted = solution.make_moons(20)

    def losses(nn, train):
        model = set_weights(nn.MLP(2, [4, 1], "relu", "linear"), WEIGHTS)
        return train.train(
            model,
            lambda: (
                train.hinge_loss([model(x) for x in points], wanted) + train.l2_penalty(model.parameters())
            ),
            lambda k: 0.1,
            5,
        )

    expect(
        "five losses of MLP(2, [4, 1]) on 20 points of the moons, with given weights",
        lambda: losses(nn, train),
        losses(right_nn, solution),
        "Each step: the loss, its gradients, one step downhill.",
    )

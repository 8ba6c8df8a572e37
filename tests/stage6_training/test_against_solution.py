"""Stage 6, hidden: losses of any numbers with their gradients, and training to the last digit."""

from hypothesis import given
from hypothesis import strategies as st

from grader.checks import about, expect, shown
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
LARGE = [
    [1000.0, 1000.0],
    [1000.0, 998.0, -1000.0],
    [-1000.0, -1001.0],
    [-1000.0, 1000.0],
    [1000.0, -1000.0, -1000.0],
]
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
        "What is the sum divided by, and is all of it made of Values?",
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
        "How far is label · score below 1 for each pair, what is the mean of all, and is it made of Values?",
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
        "Is every parameter squared as a Value, and does alpha multiply the sum of the squares?",
    )


@about("l2_penalty")
def test_the_penalty_is_small_unless_asked_for(engine, train):
    expect(
        "l2_penalty([Value(50)]).data",
        lambda: train.l2_penalty(values(engine, [50.0])).data,
        0.25,
        "Which alpha counts where the caller gives none?",
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
        "[accuracy([Value(0)], [1]), accuracy([Value(0)], [-1])]",
        lambda: [train.accuracy(values(engine, [0.0]), [label]) for label in (1, -1)],
        [0.0, 1.0],
        "Is a score of 0 above 0, and which label goes with that?",
    )


@about("softmax")
@given(logits=several)
def test_the_probabilities_of_any_logits(engine, train, logits):
    expect(
        f"the data of softmax({shown(logits)})",
        lambda: [p.data for p in train.softmax(values(engine, logits))],
        [p.data for p in solution.softmax(values(right_engine, logits))],
        "Is it e to the power of each logit, divided by the sum of all of them, in the order of the logits?",
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
@given(logits=st.sampled_from(LARGE))
def test_large_logits_are_no_trouble(engine, train, logits):
    expect(
        f"the data of softmax({shown(logits)})",
        lambda: [p.data for p in train.softmax(values(engine, logits))],
        [p.data for p in solution.softmax(values(right_engine, logits))],
        "Which number may be subtracted from every logit, so that no power is too large, and not all of them are 0?",
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
        "Which probability counts, what is its logarithm, and is all of it made of Values?",
    )


@about("gradient_descent_step")
@given(
    pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3),
    lr=st.sampled_from([0.1, 0.5, 1.0, 1e-5]),
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
        "Does each parameter move from where it was, by lr times its own gradient?",
    )


@about("training_step")
@given(w=numbers, b=numbers, lr=st.sampled_from([0.1, 0.5]))
def test_a_step_of_training_from_any_weights(nn, train, w, b, lr):
    def step():
        model = set_neuron(nn.Neuron(1, "linear"), [w], b)
        loss = train.training_step(model, lambda: model([1.0]) * model([1.0]), lr=lr)
        return [loss, model.w[0].data, model.b.data]

    expect(
        f"[the loss, w.data, b.data] of training_step(model, loss, lr={shown(lr)})   "
        f"where the loss is (w + b)², at w = {shown(w)}, b = {shown(b)}",
        step,
        [(w + b) ** 2, w - lr * 2 * (w + b), b - lr * 2 * (w + b)],
        "The gradient is 2 · (w + b). Is the loss that of before the step, and the step lr times the gradient?",
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

    expect("how often training_step calls loss()", count, 1, "What is the loss needed for a second time?")


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
@given(w=st.sampled_from([0.0, 2.0]))
def test_every_step_is_made_whatever_the_loss(nn, train, w):
    def trained():
        model = set_neuron(nn.Neuron(1, "linear"), [w], 0.0)
        return train.train(model, lambda: model([1.0]) * model([1.0]), lambda k: 1.0, 3)

    expect(
        f"train(model, loss, learning_rate, 3)   where the loss is (w + b)², at w = {shown(w)}, b = 0, "
        "and learning_rate(k) is 1",
        trained,
        [w**2, (3 * w) ** 2, (9 * w) ** 2],
        "The steps may be too long, or lead nowhere. Who decides how many there are?",
    )


@about("train")
def test_no_steps_are_no_losses(nn, train):
    model = nn.Neuron(1)

    def losses(steps):
        return len(train.train(model, lambda: model([1.0]), lambda k: 0.1, steps))

    expect(
        "how many losses train(model, loss, learning_rate, steps) returns for 0 steps, and for 2",
        lambda: [losses(0), losses(2)],
        [0, 2],
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
        "The first loss needs no step, the second needs one. Which is the first that differs?",
    )


@about("training_step", seconds=60)
def test_the_first_losses_of_the_moons_demo(train):
    right = solution.DEMO_LOSSES[:5]

    def losses():
        found = []
        for wanted, (loss, _accuracy, _model) in zip(right, train.moons_training(len(right)), strict=True):
            found.append(loss)
            if not abs(loss - wanted) < 1e-9:
                break
        return found

    expect(
        "the losses of micrograd's demo on the two moons, up to the first that differs by more than 1e-9",
        losses,
        list(right),
        "Step 0 depends on the losses and the forward pass alone. What does step 1 depend on?",
        within=1e-9,
    )


@about("training_step")
def test_the_accuracy_grows_on_twenty_points_of_the_moons(train):
    expect(
        "the accuracy before each of the first six steps on 20 points of the moons",
        lambda: [accuracy for _loss, accuracy, _model in train.moons_training(6, n_samples=20)],
        [0.5, 0.75, 0.6, 0.6, 0.75, 0.8],
        "Are the losses those of the demo? Then: which scores does accuracy see, and what does it count?",
    )

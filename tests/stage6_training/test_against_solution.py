"""Stage 6, hidden: losses of any numbers with their gradients, and training to the last digit."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, shown
from grader.diagnosis.program import program
from grader.wall.proxies import read_ahead, read_each
from solutions import engine as right_engine
from solutions import nn as right_nn
from solutions import train as solution
from tests.networks import set_neuron, set_weights
from tests.reference import expect_right_pass, remembered
from tests.stage6_training.test_examples import values
from tests.strategies import FEW, FEWER, numbers, positive, programs

several = st.lists(numbers, min_size=1, max_size=4)
labels = st.sampled_from([1.0, -1.0])
# So large that no float holds e to the power of them, or so small that it is 0.
large = st.lists(st.tuples(st.sampled_from([1000.0, -1000.0]), numbers).map(sum), min_size=2, max_size=4)
scored = st.lists(st.tuples(numbers, labels), min_size=1, max_size=4)
# Learning rates with which no loss of a single weight falls to 0, where rounding would be all that is shown.
SLOWLY = (0.02, 0.03)


def loss_and_gradients(engine, loss, data):
    """[the loss, the gradient of each number in it] after backward."""
    leaves = values(engine, data)
    result = loss([*leaves])
    read_ahead([result], "data")
    read_ahead(leaves, "grad")
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
@given(parameters=several)
@settings(max_examples=FEW)
def test_the_penalty_is_small_unless_asked_for(engine, train, parameters):
    expect(
        f"l2_penalty({shown(parameters)}).data",
        lambda: train.l2_penalty(values(engine, parameters)).data,
        1e-4 * sum(x**2 for x in parameters),
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
@given(pairs=scored, label=labels)
@settings(max_examples=FEW)
def test_a_score_of_exactly_0_counts_as_minus_1(engine, train, pairs, label):
    scores, wanted = ([*each] for each in zip((0.0, label), *pairs, strict=True))
    expect(
        f"accuracy({shown(scores)}, {shown(wanted)})",
        lambda: train.accuracy(values(engine, scores), [*wanted]),
        sum((score > 0) == (label > 0) for score, label in zip(scores, wanted, strict=True)) / len(scores),
        "Is a score of 0 above 0, and which label goes with that?",
    )


@about("softmax")
@given(logits=several)
def test_the_probabilities_of_any_logits(engine, train, logits):
    expect(
        f"the data of softmax({shown(logits)})",
        lambda: read_each(train.softmax(values(engine, logits)), "data"),
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
@given(logits=large)
def test_large_logits_are_no_trouble(engine, train, logits):
    expect(
        f"the data of softmax({shown(logits)})",
        lambda: read_each(train.softmax(values(engine, logits)), "data"),
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
        train.gradient_descent_step([*parameters], lr=lr)
        return read_each(parameters, "data")

    expect(
        f"the data after gradient_descent_step(parameters, lr={shown(lr)})   where [data, grad] are "
        f"{shown([list(pair) for pair in pairs])}",
        moved,
        [data - lr * gradient for data, gradient in pairs],
        "Does each parameter move from where it was, by lr times its own gradient?",
    )


def squared(nn, w, b, x):
    """A linear neuron with this weight and bias, and the loss (w·x + b)²."""
    model = set_neuron(nn.Neuron(1, "linear"), [w], b)
    return model, lambda: model([x]) * model([x])


def told(w, b, x):
    return f"where the loss is (w · {shown(x)} + b)², at w = {shown(w)}, b = {shown(b)}"


@about("training_step")
@given(w=numbers, b=numbers, x=numbers, lr=st.sampled_from([0.1, 0.5]))
@settings(max_examples=FEWER)
def test_a_step_of_training_from_any_weights(nn, train, w, b, x, lr):
    def step():
        model, loss = squared(nn, w, b, x)
        return [train.training_step(model, loss, lr=lr), model.w[0].data, model.b.data]

    slope = 2 * (w * x + b)
    expect(
        f"[the loss, w.data, b.data] of training_step(model, loss, lr={shown(lr)})   {told(w, b, x)}",
        step,
        [(w * x + b) ** 2, w - lr * slope * x, b - lr * slope],
        f"The gradients are {shown(slope * x)} and {shown(slope)}. Is the loss that of before the step, and the "
        "step lr times the gradient?",
    )


@about("training_step")
@given(w=numbers, b=numbers, x=numbers, before=numbers)
@settings(max_examples=FEW)
def test_gradients_from_before_do_not_count(nn, train, w, b, x, before):
    def step():
        model, loss = squared(nn, w, b, x)
        for parameter in (model.w[0], model.b):
            parameter.grad = before
        train.training_step(model, loss, lr=0.1)
        return [model.w[0].data, model.b.data]

    expect(
        f"[w.data, b.data] after a step of training   {told(w, b, x)}, and w.grad and b.grad were "
        f"{shown(before)} before",
        step,
        [w - 0.2 * (w * x + b) * x, b - 0.2 * (w * x + b)],
        "What has to happen to the gradients before a backward pass?",
    )


@about("training_step")
@given(w=numbers, b=numbers, x=numbers)
@settings(max_examples=FEW)
def test_the_loss_is_computed_once_in_each_step(nn, train, w, b, x):
    calls = []

    def count():
        model, loss = squared(nn, w, b, x)
        train.training_step(model, lambda: calls.append(1) or loss(), lr=0.1)
        return [len(calls), model.b.data]

    expect(
        f"[how often training_step calls loss(), b.data after it]   {told(w, b, x)}",
        count,
        [1, b - 0.2 * (w * x + b)],
        "What is the loss needed for a second time?",
    )


@about("train")
@given(w=numbers, b=numbers, x=numbers, rate=st.sampled_from(SLOWLY))
@settings(max_examples=FEWER)
def test_every_step_has_the_learning_rate_of_its_number(nn, train, w, b, x, rate):
    def trained(nn, train):
        return train.train(*squared(nn, w, b, x), lambda k: rate / (k + 1), 4)

    expect(
        f"train(model, loss, learning_rate, 4)   {told(w, b, x)}, and learning_rate(k) is {rate} / (k + 1)",
        lambda: trained(nn, train),
        trained(right_nn, solution),
        "Which learning rate belongs to step k, where k begins at 0?",
    )


@about("train")
@given(w=st.just(0.0) | numbers, x=numbers)
@settings(max_examples=FEWER)
def test_every_step_is_made_whatever_the_loss(nn, train, w, x):
    def trained(nn, train):
        return train.train(*squared(nn, w, 0.0, x), lambda k: 1.0, 3)

    expect(
        f"train(model, loss, learning_rate, 3)   {told(w, 0.0, x)}, and learning_rate(k) is 1",
        lambda: trained(nn, train),
        trained(right_nn, solution),
        "The steps may be too long, or lead nowhere. Who decides how many there are?",
    )


@about("train")
@given(w=numbers, b=numbers, x=numbers, steps=st.integers(1, 4))
@settings(max_examples=FEW)
def test_no_steps_are_no_losses(nn, train, w, b, x, steps):
    def losses(nn, train, steps):
        return train.train(*squared(nn, w, b, x), lambda k: SLOWLY[0], steps)

    expect(
        f"the losses of train(model, loss, learning_rate, steps) for 0 steps, and for {steps}   "
        f"{told(w, b, x)}, and learning_rate(k) is {SLOWLY[0]}",
        lambda: [losses(nn, train, 0), losses(nn, train, steps)],
        [[], losses(right_nn, solution, steps)],
        "How often does the loop run?",
    )


class OnMoons:
    """A network on the moons: both are drawn by number, not those of the demo."""

    def __init__(self, nn, train, number, nouts):
        draw = random.Random(number)
        self.points, self.labels = solution.make_moons(20, seed=number)
        self.model = set_weights(nn.MLP(2, nouts, "relu", "linear"), [draw.uniform(-1, 1) for _ in range(99)])
        self.train, self.scores = train, []

    def loss(self):
        self.scores = [self.model([*point]) for point in self.points]
        return self.train.hinge_loss([*self.scores], [*self.labels]) + self.train.l2_penalty(
            self.model.parameters()
        )

    def step(self, lr):
        """[the loss, the accuracy] before a step."""
        loss = self.train.training_step(self.model, self.loss, lr)
        return [loss, self.train.accuracy([*self.scores], [*self.labels])]


moons = st.integers(0, 9999)


def losses_on_moons(nn, train, number):
    """Five losses of a small network there."""
    moons = OnMoons(nn, train, number, [4, 1])
    return train.train(moons.model, moons.loss, lambda k: 0.1, 5)


@remembered(by=tuple)
def right_losses(number):
    """Those of the solution."""
    return losses_on_moons(right_nn, solution, number)


@remembered(by=tuple)
def right_steps(number):
    """[the loss, the accuracy] before each of four steps of the solution's larger network."""
    moons = OnMoons(right_nn, solution, number, [8, 8, 1])
    return [moons.step(0.2) for _ in range(4)]


@about("train")
@given(number=moons)
@settings(max_examples=2)
def test_a_moons_network_trains_like_that_of_the_solution(nn, train, number):
    expect(
        f"five losses of MLP(2, [4, 1]) on 20 points of the moons, with given weights (number {number})",
        lambda: losses_on_moons(nn, train, number),
        right_losses(number),
        "The first loss needs no step, the second needs one. Which is the first that differs?",
    )


@about("training_step", seconds=60)
@given(number=moons)
@settings(max_examples=2)
def test_a_network_learns_the_moons_step_by_step(nn, train, number):
    mine = OnMoons(nn, train, number, [8, 8, 1])
    for k, right in enumerate(right_steps(number)):
        expect(
            f"[the loss, the accuracy] before step {k} of MLP(2, [8, 8, 1]) on 20 points of the moons, with "
            f"given weights (number {number})",
            lambda: mine.step(0.2),
            right,
            "Step 0 depends on the losses and the forward pass alone. What does step 1 depend on?",
        )

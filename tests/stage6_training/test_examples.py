"""Stage 6: losses with numbers to check by hand, and the lecture's four examples."""

import math
import random

from grader.checks import about, expect
from grader.diagnosis.gradients import expect_gradients, expect_values, through_the_graph
from grader.diagnosis.program import program
from tests.networks import set_neuron, set_weights

XS = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
YS = [1.0, -1.0, -1.0, 1.0]
LOGITS = [0.0, 3.0, -2.0, 1.0]


def values(engine, numbers):
    return [engine.Value(number) for number in numbers]


def lecture_training(nn, train, steps):
    """The losses of the lecture's network on its four examples, its 41 weights drawn with seed 1337."""
    draw = random.Random(1337)
    model = set_weights(nn.MLP(3, [4, 4, 1]), [draw.uniform(-1, 1) for _ in range(41)])
    # The lecture sums where we take the mean of four: the same steps need four times its rate of 0.1.
    return train.train(
        model, lambda: train.mean_squared_error([model([*x]) for x in XS], [*YS]), lambda k: 0.4, steps
    )


@about("mean_squared_error")
def test_the_mean_squared_error_of_two_predictions(engine, train):
    expect(
        "mean_squared_error([Value(1), Value(3)], [0, 5]).data",
        lambda: train.mean_squared_error(values(engine, [1.0, 3.0]), [0.0, 5.0]).data,
        2.5,
        "The differences are 1 and -2. What are their squares, and the mean of those?",
    )


@about("hinge_loss")
def test_the_hinge_loss_of_two_scores(engine, train):
    expect(
        "hinge_loss([Value(0.5), Value(3)], [1, -1]).data",
        lambda: train.hinge_loss(values(engine, [0.5, 3.0]), [1.0, -1.0]).data,
        2.25,
        "1 - 1 · 0.5 is 0.5, and 1 - (-1) · 3 is 4. What is the mean of these two?",
    )


@about("hinge_loss")
def test_a_score_far_on_the_right_side_costs_nothing(engine, train):
    expect(
        "hinge_loss([Value(-3)], [-1]).data",
        lambda: train.hinge_loss(values(engine, [-3.0]), [-1.0]).data,
        0.0,
        "1 - (-1) · (-3) is -2. What does relu make of it?",
    )


@about("l2_penalty")
def test_the_penalty_of_two_weights(engine, train):
    expect(
        "l2_penalty([Value(3), Value(-4)], alpha=0.1).data",
        lambda: train.l2_penalty(values(engine, [3.0, -4.0]), alpha=0.1).data,
        2.5,
        "9 + 16 is 25. What does alpha do with it?",
    )


@about("accuracy")
def test_three_of_four_scores_on_the_right_side(engine, train):
    expect(
        "accuracy([Value(0.5), Value(-2), Value(3), Value(-1)], [1, -1, 1, 1])",
        lambda: train.accuracy(values(engine, [0.5, -2.0, 3.0, -1.0]), [1, -1, 1, 1]),
        0.75,
        "For each score: is it above 0 where the label is 1, and not above 0 where it is -1?",
    )


@about("softmax")
def test_the_larger_the_logit_the_larger_the_probability(engine, train):
    expect(
        "the data of softmax([0, log 3])",
        lambda: [p.data for p in train.softmax(values(engine, [0.0, math.log(3)]))],
        [0.25, 0.75],
        "e to the power of 0 is 1, and of log 3 it is 3. Which shares are that of the two together?",
    )


@about("softmax")
def test_the_probabilities_add_up_to_1(engine, train):
    expect(
        "the sum of softmax([0, 3, -2, 1])",
        lambda: sum(p.data for p in train.softmax(values(engine, LOGITS))),
        1.0,
        "All the probabilities together are 1. What is each power divided by?",
    )


@about("log")
def test_the_logarithm_of_e_is_1(engine):
    expression = program("b = a.log()", a=math.e)
    expect_values(engine, expression, {"b": 1.0})
    expect_gradients(
        engine,
        expression,
        {"b": -7.0, "a": -7.0 / math.e},
        lambda nodes, root: through_the_graph(nodes, root, -7.0),
        called="after b.grad = -7; b._backward()",
    )


@about("negative_log_likelihood")
def test_the_loss_of_two_logits(engine, train):
    expect(
        "negative_log_likelihood([Value(0), Value(log 3)], 1).data",
        lambda: train.negative_log_likelihood(values(engine, [0.0, math.log(3)]), 1).data,
        -math.log(0.75),
        "The probabilities are 0.25 and 0.75. Which of them does label 1 name, and what becomes of it?",
    )


@about("negative_log_likelihood")
def test_the_loss_of_the_exercises_of_the_lecture(engine, train):
    expect(
        "negative_log_likelihood([0, 3, -2, 1], 3).data",
        lambda: train.negative_log_likelihood(values(engine, LOGITS), 3).data,
        2.1755153626167147,
        "What probability does softmax give to the logit that label names, counted from 0?",
    )


@about("negative_log_likelihood")
def test_the_gradients_of_the_exercises_of_the_lecture(engine, train):
    def gradients():
        logits = values(engine, LOGITS)
        train.negative_log_likelihood([*logits], 3).backward()
        return [logit.grad for logit in logits]

    expect(
        "the gradients of the logits after negative_log_likelihood([0, 3, -2, 1], 3).backward()",
        gradients,
        [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986],
        "Is everything between the logits and the loss made of Values?",
    )


@about("gradient_descent_step")
def test_a_step_goes_downhill(engine, train):
    w = engine.Value(2.0)

    def moved():
        w.grad = 3.0
        train.gradient_descent_step([w], lr=0.1)
        return w.data

    expect(
        "w.data after gradient_descent_step([w], lr=0.1)   at w = 2, w.grad = 3",
        moved,
        1.7,
        "The step is 0.1 · 3. In which direction does it go, and from where?",
    )


@about("training_step")
def test_one_step_of_training(nn, train):
    model = set_neuron(nn.Neuron(1, "linear"), [2.0], 1.0)

    def step():
        loss = train.training_step(model, lambda: model([1.0]) * model([1.0]), lr=0.25)
        return [loss, model.w[0].data, model.b.data]

    expect(
        "[the loss, w.data, b.data] of training_step(model, loss, lr=0.25)   "
        "where the loss is (w + b)², at w = 2, b = 1",
        step,
        [9.0, 0.5, -0.5],
        "The loss is 9, and its gradient is 6 for w and for b. Where does the step lead, and what is returned?",
    )


@about("training_step")
def test_each_step_uses_its_own_gradients_alone(nn, train):
    model = set_neuron(nn.Neuron(1, "linear"), [2.0], 1.0)

    def two_steps():
        for _ in range(2):
            train.training_step(model, lambda: model([1.0]) * model([1.0]), lr=0.1)
        return [model.w[0].data, model.b.data]

    expect(
        "[w.data, b.data] after two steps of training   where the loss is (w + b)², at w = 2, b = 1",
        two_steps,
        [1.04, 0.04],
        "In the second step the gradient is 3.6. What is still there from the first step?",
    )


@about("train")
def test_the_losses_of_the_four_examples_of_the_lecture(nn, train):
    sums = [6.005402783252284, 3.2021496469206005, 2.4621709281541335, 2.088099936685807, 1.527863940232307]
    expect(
        "the first five losses of the lecture's network on its four examples, with given weights",
        lambda: lecture_training(nn, train, 5),
        [each / 4 for each in sums],
        "One loss for each step, in order, each from a new run of the network. What does your list hold?",
    )


@about("train")
def test_twenty_steps_fit_the_four_examples(nn, train):
    expect(
        "the last of twenty losses of the lecture's network on its four examples",
        lambda: lecture_training(nn, train, 20)[-1],
        0.01778187468615766 / 4,
        "How many losses are in the list, and are the gradients set to 0 before each backward pass?",
    )

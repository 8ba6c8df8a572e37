"""Probes of train.py: the losses and the training of stage 6."""

import math

from .probes import Word, data_of, datas, grads, pass_back, set_neuron, table


def train(group, **asks):
    return table("train", group, 6, **asks)


def loss(name, numbers, *others, question=lambda out, leaves: data_of(out), **named):
    """A question about the loss of these numbers."""

    def ask(kata):
        leaves = kata.values(*numbers)
        copies = [[*each] if isinstance(each, list) else each for each in others]
        return question(getattr(kata.train, name)([*leaves], *copies, **named), leaves)

    return ask


def gradients(out, leaves):
    pass_back(out)
    return grads(leaves)


def losses(name, *examples, group="", **named):
    """The loss of each of these examples, and the gradients of the last."""
    asks = {f"loss_{i}": loss(name, *example, **named) for i, example in enumerate(examples)}
    return train(group or name, **asks, gradients=loss(name, *examples[-1], question=gradients, **named))


def probabilities(numbers):
    return loss("softmax", numbers, question=lambda out, leaves: datas(out))


def first_gradient(out, leaves):
    pass_back(out[0])
    return grads(leaves)


LOGITS = [0.0, 3.0, -2.0, 1.0]
LOSSES = [
    *losses(
        "mean_squared_error", ([1.0, 3.0], [0.0, 5.0]), ([2.5], [1.0]), ([0.5, -2.0, 3.0], [1.0, 1.0, -0.5])
    ),
    *losses(
        "hinge_loss",
        ([0.5, 3.0], [1.0, -1.0]),
        ([-3.0], [-1.0]),
        ([-2.0, 0.25, 4.0], [-1.0, -1.0, 1.0]),
        ([0.25, 0.5, -3.0], [-1.0, 1.0, 1.0]),
    ),
    *losses("l2_penalty", ([3.0, -4.0],), ([2.0, 0.5, -3.0],), alpha=0.1),
    *train("l2_penalty", default=loss("l2_penalty", [300.0, -400.0])),
    *train(
        "accuracy",
        three_of_four=loss("accuracy", [0.5, -2.0, 3.0, -1.0], [1, -1, 1, 1], question=lambda out, _: out),
        zeros=loss("accuracy", [0.0, 0.0, 0.0], [1.0, -1.0, -1.0], question=lambda out, _: out),
        negative=loss("accuracy", [-2.0, -0.5, 3.0], [-1.0, -1.0, -1.0], question=lambda out, _: out),
        small=loss(
            "accuracy", [0.25, 0.25, -0.25, -0.25], [1.0, -1.0, -1.0, 1.0], question=lambda out, _: out
        ),
        equal=loss("accuracy", [1.0, -1.0, 2.0], [1.0, -1.0, 1.0], question=lambda out, _: out),
        all=loss("accuracy", [1.0, -1.0], [1.0, -1.0], question=lambda out, _: out),
    ),
    *train(
        "softmax",
        two=probabilities([0.0, math.log(3)]),
        four=probabilities(LOGITS),
        one=probabilities([2.0]),
        large=probabilities([1000.0, 1001.0]),
        small=probabilities([-1000.0, -1001.0]),
        both=probabilities([-1000.0, 1000.0, 999.0]),
        falling=probabilities([1000.0, -1000.0]),
        one_large=probabilities([-1000.0, -1000.0, -1000.0, -1000.0, 1000.0]),
        rising=probabilities([1000.0, 2000.0, 2001.0]),
        gradients=loss("softmax", [0.5, -1.0, 2.0], question=first_gradient),
    ),
    *losses(
        "negative_log_likelihood", ([0.0, math.log(3)], 1), (LOGITS, 3), (LOGITS, 0), ([2.0], 0), (LOGITS, 1)
    ),
]


def moved(question, lr=0.1):
    def ask(kata):
        parameters = kata.values(2.0, -3.0, 1.23456)
        for parameter, gradient in zip(parameters, (3.0, -0.5, 2.0), strict=True):
            parameter.grad = gradient
        kata.train.gradient_descent_step([*parameters], lr=lr)
        return question(parameters)

    return ask


STEP = train(
    "gradient_descent_step",
    data=moved(datas),
    large=moved(datas, 1.0),
    gradients_after=moved(grads),
)


def squared(kata, w=2.0, b=1.0):
    """A neuron as a model, whose weight and bias alone are used, and the loss w² + b²."""
    model = set_neuron(kata.nn.Neuron(1, "linear"), [w], b)
    return model, lambda: model.w[0] * model.w[0] + model.b * model.b


def stepped(*questions, steps=1, before=0.0, lr=0.25, **model):
    """The answers to questions after some steps of training."""

    def ask(kata):
        one, loss = squared(kata, **model)
        one.w[0].grad = one.b.grad = before
        for _ in range(steps):
            returned = kata.train.training_step(one, loss, lr=lr)
        found = [question(one, returned) for question in questions]
        return found[0] if len(found) == 1 else found

    return ask


def weight(model, _):
    return model.w[0].data


def bias(model, _):
    return model.b.data


def calls_of_the_loss(kata):
    model, loss = squared(kata)
    calls = []
    try:
        kata.train.training_step(model, lambda *given: calls.append(len(given)) or loss(), lr=0.25)
    except TypeError:
        calls.append(Word("TypeError"))
    return calls


TRAINING = train(
    "training_step",
    loss=stepped(lambda _, returned: returned, w=0.5, b=1.0625),
    weight=stepped(weight),
    bias=stepped(bias),
    other=stepped(weight, bias, w=0.5, b=-1.5),
    two_steps=stepped(weight, bias, steps=2, lr=0.1),
    before=stepped(weight, bias, before=5.0, lr=0.5),
    calls=calls_of_the_loss,
)


def trained(steps, rate=lambda k: 0.1 / (k + 1), question=lambda found, model: found, **model):
    def ask(kata):
        one, loss = squared(kata, **model)
        return question(kata.train.train(one, loss, rate, steps), one)

    return ask


TRAIN = train(
    "train",
    losses=trained(4),
    one=trained(1),
    none=trained(0),
    no_way=trained(3, lambda k: 1.0, w=0.0, b=0.0),
    long=trained(3, lambda k: 1.5),
    weights=trained(2, question=lambda found, model: [model.w[0].data, model.b.data]),
)

PROBES = [*LOSSES, *STEP, *TRAINING, *TRAIN]

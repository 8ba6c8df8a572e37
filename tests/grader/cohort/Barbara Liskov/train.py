# Barbara Liskov
"""Stage 6 (bonus): what training means. Losses, gradient descent, and two moons.

Run it, once the stubs are filled in, to see your own engine learn:

    .venv/bin/python -m exercises.train     (or any Python that has NumPy)

Source: the lecture, from 1:51:04; the demo notebook of micrograd (hinge loss, two moons); the
lecture's exercises (softmax and negative log likelihood).
"""

import gc
import random

import numpy as np

from .engine import Value
from .nn import MLP

# -- how wrong is the network? ----------------------------------------------------------------------


def mean_squared_error(predictions, targets):
    """The mean of (prediction - target)², as a Value.

    predictions are Values, targets plain numbers. The lecture takes the sum; with the mean, the
    learning rate need not change when examples are added.

    >>> mean_squared_error([Value(1.0), Value(3.0)], [1.0, 1.0])
    Value(data=2.0)
    """
    raise NotImplementedError("stage 6: mean_squared_error")  # about 2 lines


def hinge_loss(scores, labels):
    """The mean of relu(1 - label * score), as a Value.

    scores are Values, labels plain numbers, -1 or 1. A score on the right side of 0 by at least 1
    costs nothing.

    >>> hinge_loss([Value(2.0), Value(2.0)], [1, -1])
    Value(data=1.5)
    """
    raise NotImplementedError("stage 6: hinge_loss")  # about 2 lines


def l2_penalty(parameters, alpha=1e-4):
    """alpha times the sum of all squared parameters, as a Value: the price of large weights.

    >>> l2_penalty([Value(3.0), Value(1.0)], alpha=0.5)
    Value(data=5.0)
    """
    raise NotImplementedError("stage 6: l2_penalty")  # about 1 line


def accuracy(scores, labels):
    """The fraction of the scores that lie on their label's side of 0: a plain number, 0 to 1.

    scores are Values, labels plain numbers, -1 or 1. A score of exactly 0 counts as -1.

    >>> accuracy([Value(0.3), Value(-2.0)], [1, 1])
    0.5
    """
    raise NotImplementedError("stage 6: accuracy")  # about 2 lines


def softmax(logits):
    """The list of probabilities e**logit / (sum of all e**logit), one Value for each logit.

    Large logits such as 1000 work too: e**1000 is more than a float can hold, but subtracting the
    same number from every logit does not change the probabilities.

    >>> softmax([Value(1000.0), Value(1000.0)])
    [Value(data=0.5), Value(data=0.5)]
    """
    raise NotImplementedError("stage 6: softmax")  # about 4 lines


def negative_log_likelihood(logits, label):
    """Minus the logarithm of the probability that softmax gives to logit number `label`.

    A Value. It needs Value.log, which belongs to this stage and stands in engine.py.

    >>> round(negative_log_likelihood([Value(0.0), Value(0.0)], 1).data, 6)
    0.693147
    """
    raise NotImplementedError("stage 6: negative_log_likelihood")  # about 1 line


# -- making it less wrong ---------------------------------------------------------------------------


def gradient_descent_step(parameters, lr):
    """Move the data of every parameter against its gradient, by lr (the learning rate) times it.

    Returns nothing; the parameters are changed.

    >>> w = Value(2.0)
    >>> w.grad = 3.0
    >>> gradient_descent_step([w], lr=0.5)
    >>> w
    Value(data=0.5)
    """
    raise NotImplementedError("stage 6: gradient_descent_step")  # about 2 lines


def training_step(model, loss, lr):
    """One step of training: measure the loss, find the gradients of this loss alone, step.

    model   has parameters() and zero_grad()
    loss    a function without arguments: runs the model and returns the loss as a Value
    lr      the learning rate

    Returns the loss before the step, as a plain number.

    >>> model = MLP(1, [1], activation="linear")
    >>> neuron = model.layers[0].neurons[0]
    >>> neuron.w[0].data, neuron.b.data = 2.0, 0.0
    >>> training_step(model, loss=lambda: model([3.0]) ** 2, lr=0.01)
    36.0
    >>> round(neuron.w[0].data, 6)
    1.64
    """
    raise NotImplementedError("stage 6: training_step")  # about 5 lines


def train(model, loss, learning_rate, steps):
    """Train for a number of steps. The list of losses, one for each step, as plain numbers.

    learning_rate is a function: learning_rate(k) is the learning rate of step k, counted from 0.
    model and loss are as in training_step.

    >>> model = MLP(1, [1])
    >>> len(train(model, lambda: model([3.0]) ** 2, learning_rate=lambda k: 0.1, steps=5))
    5
    """
    raise NotImplementedError("stage 6: train")  # about 1 line


# -- two moons: nothing to write from here on -------------------------------------------------------


def make_moons(n_samples=100, noise=0.1, seed=1337):
    """Two half circles that reach into each other, as (points, labels).

    points: (n_samples, 2) floats; labels: n_samples of -1.0 or 1.0. The numbers are those of
    micrograd's demo notebook, which takes them from scikit-learn.
    """
    rng = np.random.RandomState(seed)
    angle = np.linspace(0, np.pi, n_samples // 2)
    outer = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    inner = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    order = rng.permutation(2 * len(angle))
    points = np.concatenate([outer, inner])[order] + rng.normal(scale=noise, size=(len(order), 2))
    labels = np.repeat([-1.0, 1.0], len(angle))[order]
    return points.tolist(), labels.tolist()


def moons_network(seed=1337):
    """The demo's network: MLP(2, [16, 16, 1]), relu inside, linear at the end, 337 parameters.

    As in the demo, the weights are drawn one by one, neuron by neuron, and the biases start at 0.
    """
    model = MLP(2, [16, 16, 1], activation="relu", last_activation="linear")
    draw = random.Random(seed)
    for layer in model.layers:
        for neuron in layer.neurons:
            for weight in neuron.w:
                weight.data = draw.uniform(-1, 1)
            neuron.b.data = 0.0
    return model


def moons_learning_rate(k):
    """The demo's learning rate: it falls from 1 to 0.1 in 100 steps."""
    return 1.0 - 0.9 * k / 100


# The first ten losses of micrograd's demo, recomputed with micrograd itself.
DEMO_LOSSES = (
    0.8958441028683222,
    1.723590533697202,
    0.742900631385113,
    0.7705641260584201,
    0.3692793385976537,
    0.313545481918522,
    0.2814234349772434,
    0.26888733313983904,
    0.2567147286057416,
    0.27048625516379227,
)


def moons_training(steps, n_samples=100):
    """Train on the moons; after each step, yield (loss before it, accuracy before it, model)."""
    points, labels = make_moons(n_samples)
    model = moons_network()
    scores = []

    def loss():
        scores[:] = [model(point) for point in points]
        return hinge_loss(scores, labels) + l2_penalty(model.parameters())

    for k in range(steps):
        # Python's garbage collector would walk the growing graph again and again, looking for
        # cycles: most of the time would go there. Once a step is enough, when the graph is done with.
        gc.disable()
        try:
            value = training_step(model, loss, moons_learning_rate(k))
            accurate = accuracy(scores, labels)
        finally:
            gc.enable()
        scores.clear()
        gc.collect()
        yield value, accurate, model


def main(steps=100):
    """Train the moons network on the engine beside this file, and show every step."""
    print("MLP(2, [16, 16, 1]) with 337 parameters learns two moons of 100 points")
    for k, (loss, accurate, _) in enumerate(moons_training(steps)):
        as_in_demo = k < len(DEMO_LOSSES) and abs(loss - DEMO_LOSSES[k]) < 1e-9
        remark = "   as in micrograd's demo, to 9 digits" if as_in_demo else ""
        print(f"step {k:3}   loss {loss:.4f}   accuracy {accurate:4.0%}{remark}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("Stopped.")

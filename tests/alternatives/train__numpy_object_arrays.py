"""Losses are written with NumPy arrays of Values, as formulas over whole vectors."""

import gc
import random

import numpy as np

from .engine import Value
from .nn import MLP


def vector(things):
    return np.array(list(things), dtype=object)


def mean_squared_error(predictions, targets):
    errors = vector(predictions) - np.array(targets, dtype=float)
    return (errors**2).sum() / len(errors)


def hinge_loss(scores, labels):
    margins = 1 - np.array(labels, dtype=float) * vector(scores)
    return sum(margin.relu() for margin in margins) / len(margins)


def l2_penalty(parameters, alpha=1e-4):
    p = vector(parameters)
    return p @ p * alpha


def accuracy(scores, labels):
    predicted = np.where(np.array([score.data for score in scores]) > 0, 1, -1)
    return np.mean(predicted == np.sign(labels))


def softmax(logits):
    z = np.array([logit.data for logit in logits])
    powers = vector(logit.exp() for logit in vector(logits) - z.max())
    return list(powers / powers.sum())


def negative_log_likelihood(logits, label):
    return -1 * softmax(logits)[label].log()


def gradient_descent_step(parameters, lr):
    parameters = list(parameters)
    moved = np.array([p.data for p in parameters]) - lr * np.array([p.grad for p in parameters])
    for p, data in zip(parameters, moved):
        p.data = data


def training_step(model, loss, lr):
    model.zero_grad()
    total = loss()
    total.backward()
    gradient_descent_step(model.parameters(), lr)
    return float(total.data)


def train(model, loss, learning_rate, steps):
    rates = [learning_rate(k) for k in range(steps)]
    return [training_step(model, loss, rate) for rate in rates]


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
        # cycles: most of the time would go there. Once a step is enough.
        gc.disable()
        value = training_step(model, loss, moons_learning_rate(k))
        gc.enable()
        yield value, accuracy(scores, labels), model


def main(steps=100):
    """Train the moons network on the engine beside this file, and show every step."""
    print("MLP(2, [16, 16, 1]) with 337 parameters learns two moons of 100 points")
    for k, (loss, accurate, _) in enumerate(moons_training(steps)):
        as_in_demo = k < len(DEMO_LOSSES) and abs(loss - DEMO_LOSSES[k]) < 1e-9
        remark = "   as in micrograd's demo, to 9 digits" if as_in_demo else ""
        print(f"step {k:3}   loss {loss:.4f}   accuracy {accurate:4.0%}{remark}", flush=True)


if __name__ == "__main__":
    main()

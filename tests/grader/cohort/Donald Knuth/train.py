# Donald Knuth
"""Maps, partials and comprehensions; the mean is a function of its own."""

import gc
import random
from operator import attrgetter, mul, sub

import numpy as np

from exercises.engine import Value
from exercises.nn import MLP


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def squared(value):
    return value * value


def mean_squared_error(predictions, targets):
    return mean(map(squared, map(sub, predictions, targets)))


def hinge_loss(scores, labels):
    return mean((1 - margin).relu() for margin in map(mul, scores, labels))


def l2_penalty(parameters, alpha=1e-4):
    return sum(map(squared, parameters)) * alpha


def accuracy(scores, labels):
    return mean(int((score > 0) is (label > 0)) for score, label in zip(map(attrgetter("data"), scores), labels))


def softmax(logits):
    highest = max(logits, key=attrgetter("data"))  # a Value: its own share of the gradient cancels out
    powers = [(logit - highest).exp() for logit in logits]
    return [power * sum(powers) ** -1 for power in powers]


def negative_log_likelihood(logits, label):
    probability = softmax(logits)[label]
    return (probability**-1).log()


def gradient_descent_step(parameters, lr):
    for parameter in parameters:
        parameter.data += -lr * parameter.grad


def training_step(model, loss, lr):
    model.zero_grad()
    (result := loss()).backward()
    gradient_descent_step(parameters=model.parameters(), lr=lr)
    return result.data


def train(model, loss, learning_rate, steps):
    return list(map(lambda k: training_step(model, loss, learning_rate(k)), range(steps)))


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

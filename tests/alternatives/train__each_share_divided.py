"""Every example's share of a loss is divided before it is added, and hinge loss has no relu."""

import gc
import random

import numpy as np

from .engine import Value
from .nn import MLP


def mean_squared_error(predictions, targets):
    n = len(predictions)
    loss = 0.0
    for yhat, y in zip(predictions, targets):
        loss = loss + (yhat - y) * (yhat - y) / n
    return loss


def hinge_loss(scores, labels):
    """Only those examples enter which cost something."""
    n = len(scores)
    loss = Value(0.0)
    for s, y in zip(scores, labels):
        if y * s.data < 1:
            loss += (1 - y * s) / n
    return loss


def l2_penalty(parameters, alpha=1e-4):
    penalty = 0
    for p in parameters:
        penalty += alpha * p * p
    return penalty


def accuracy(scores, labels):
    wrong = [s for s, y in zip(scores, labels) if (s.data > 0) != (y > 0)]
    return 1 - len(wrong) / len(scores)


def softmax(logits):
    shifted = [l - max(l.data for l in logits) for l in logits]
    # p_i = 1 / (sum over j of e**(z_j - z_i))
    exponentials = [l.exp() for l in shifted]
    denominator = Value(0.0)
    for e in exponentials:
        denominator = denominator + e
    inverse = 1 / denominator
    return [e * inverse for e in exponentials]


def negative_log_likelihood(logits, label):
    return 0 - softmax(logits)[label].log()


def gradient_descent_step(parameters, lr):
    for p in parameters:
        step = lr * p.grad
        p.data -= step


def training_step(model, loss, lr):
    # forward
    total = loss()

    # backward
    for p in model.parameters():
        p.grad = 0
    total.backward()

    # update
    gradient_descent_step(model.parameters(), lr)
    return total.data


def train(model, loss, learning_rate, steps):
    history = []
    k = 0
    while k < steps:
        lr = learning_rate(k)
        history += [training_step(model, loss, lr)]
        k += 1
    return history


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

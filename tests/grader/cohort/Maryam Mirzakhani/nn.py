# Maryam Mirzakhani
"""Stage 5: a neuron, a layer of neurons, and layers in a row: the multi-layer perceptron (MLP).

Source: the lecture, from 1:43:55, and micrograd's nn.py. The activation is one of three words:
"tanh" (as in the lecture), "relu", or "linear" (the sum goes out as it is).
"""

import random

from .engine import Value


class Module:
    """What Neuron, Layer and MLP have in common."""

    def parameters(self):
        """The Values that training may change. Neuron, Layer and MLP each say which."""
        return []

    def zero_grad(self):
        """Set the gradient of every parameter back to 0.

        >>> neuron = Neuron(2)
        >>> neuron.b.grad = 5.0
        >>> neuron.zero_grad()
        >>> neuron.b.grad == 0
        True
        """
        raise NotImplementedError("stage 5: zero_grad")  # about 2 lines


class Neuron(Module):
    """activation(w[0]*x[0] + w[1]*x[1] + … + b)

    w            a list of Values, one for each input
    b            a Value, the bias
    activation   "tanh", "relu" or "linear"
    """

    def __init__(self, nin, activation="tanh"):
        """A neuron with `nin` inputs. Every weight, and the bias, starts as a random number of its
        own, uniform between -1 and 1.

        >>> len(Neuron(3).w)
        3
        """
        raise NotImplementedError("stage 5: Neuron.__init__")  # about 3 lines

    def __call__(self, x):
        """The neuron's output for the inputs x, as a Value.

        x is a list, a tuple or a NumPy array of nin plain numbers or Values. (Bonus: a ValueError
        where x has more or fewer than nin entries.)

        >>> neuron = Neuron(1, activation="linear")
        >>> neuron.w[0].data, neuron.b.data = 2.0, 0.5
        >>> neuron([3.0])
        Value(data=6.5)
        """
        raise NotImplementedError("stage 5: Neuron.__call__")  # about 4 lines

    def parameters(self):
        """The weights and the bias.

        >>> len(Neuron(3).parameters())
        4
        """
        raise NotImplementedError("stage 5: Neuron.parameters")  # about 1 line

    def __repr__(self):
        return "Neuron()"


class Layer(Module):
    """Neurons side by side, all with the same inputs.

    neurons   the list of them
    """

    def __init__(self, nin, nout, activation="tanh"):
        """A layer of `nout` neurons with `nin` inputs each.

        >>> len(Layer(2, 3).neurons)
        3
        """
        raise NotImplementedError("stage 5: Layer.__init__")  # about 1 line

    def __call__(self, x):
        """The list of the neurons' outputs for the inputs x.

        (A layer of one neuron may answer with its output alone, as in the lecture.)

        >>> len(Layer(2, 3)([1.0, -2.0]))
        3
        """
        raise NotImplementedError("stage 5: Layer.__call__")  # about 1 line

    def parameters(self):
        """The parameters of all its neurons.

        >>> len(Layer(2, 3).parameters())
        9
        """
        raise NotImplementedError("stage 5: Layer.parameters")  # about 1 line

    def __repr__(self):
        return f"Layer({len(self.neurons)})"


class MLP(Module):
    """Layers in a row: the outputs of each are the inputs of the next.

    layers   the list of them
    """

    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        """A network with `nin` inputs and layers of the sizes in the list `nouts`.

        All layers have this activation; the last has last_activation instead, where that is given.
        MLP(3, [4, 4, 1]) has two hidden layers of 4 neurons and one output.

        >>> [len(layer.neurons) for layer in MLP(3, [4, 4, 1]).layers]
        [4, 4, 1]
        """
        raise NotImplementedError("stage 5: MLP.__init__")  # about 3 lines

    def __call__(self, x):
        """The network's outputs for the inputs x: a list of Values.

        Where the last layer has a single neuron: that neuron's output alone, a Value and no list.
        Hidden layers may have a single neuron, too.

        >>> len(MLP(3, [4, 2])([2.0, 3.0, -1.0]))
        2
        """
        raise NotImplementedError("stage 5: MLP.__call__")  # about 3 lines

    def parameters(self):
        """The parameters of all its layers.

        >>> len(MLP(3, [4, 4, 1]).parameters())
        41
        """
        raise NotImplementedError("stage 5: MLP.parameters")  # about 1 line

    def __repr__(self):
        return f"MLP({self.layers})"

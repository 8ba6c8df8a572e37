"""Every input is made a Value first, and the loops are written out."""

import random

from .engine import Value


class Module:

    def __init__(self):
        self._name = type(self).__name__

    def parameters(self):
        return []

    def zero_grad(self):
        params = list(self.parameters())
        for i in range(len(params)):
            params[i].grad = 0

    def __repr__(self):
        return "%s with %d parameters" % (self._name, len(self.parameters()))


class Neuron(Module):

    def __init__(self, nin, activation='tanh'):
        super().__init__()
        self.n_inputs = nin
        self.w = [Value(random.uniform(-1, 1)) for k in range(nin)]
        self.b = Value(random.uniform(-1, 1))
        self._activation = activation

    def __call__(self, x):
        inputs = []
        for xi in x:
            if not isinstance(xi, Value):
                xi = Value(xi)
            inputs.append(xi)
        if len(inputs) != self.n_inputs:
            raise ValueError('wrong number of inputs')
        z = self.b
        for k in range(self.n_inputs):
            z = z + inputs[k] * self.w[k]
        if self._activation == 'tanh':
            z = z.tanh()
        elif self._activation == 'relu':
            z = z.relu()
        return z

    def parameters(self):
        params = []
        for w in self.w:
            params.append(w)
        params.append(self.b)
        return params


class Layer(Module):

    def __init__(self, nin, nout, activation='tanh'):
        super().__init__()
        self.neurons = [Neuron(nin, activation) for k in range(nout)]

    def __call__(self, x):
        inputs = [xi if isinstance(xi, Value) else Value(xi) for xi in x]
        outputs = []
        for neuron in self.neurons:
            outputs.append(neuron(inputs))
        return outputs

    def parameters(self):
        params = []
        for neuron in self.neurons:
            for p in neuron.parameters():
                params.append(p)
        return params


class MLP(Module):

    def __init__(self, nin, nouts, activation='tanh', last_activation=None):
        super().__init__()
        self.layers = []
        n = nin
        for k in range(len(nouts)):
            if k + 1 == len(nouts) and last_activation:
                self.layers.append(Layer(n, nouts[k], last_activation))
            else:
                self.layers.append(Layer(n, nouts[k], activation))
            n = nouts[k]

    def __call__(self, x):
        signal = x
        for layer in self.layers:
            signal = layer(signal)
        if len(signal) == 1:
            return signal[0]
        return signal

    def parameters(self):
        params = []
        for layer in self.layers:
            for p in layer.parameters():
                params.append(p)
        return params

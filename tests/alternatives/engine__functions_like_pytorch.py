"""Operations are Function classes with static forward and backward and a context, as in PyTorch."""

import math


class Context:
    def __init__(self):
        self.saved = ()

    def save(self, *things):
        self.saved = things


class Function:
    symbol = "?"

    @classmethod
    def apply(cls, *inputs, **settings):
        ctx = Context()
        inputs = tuple(x if isinstance(x, Value) else Value(x) for x in inputs)
        output = Value(cls.forward(ctx, *(x.data for x in inputs), **settings), inputs, cls.symbol)
        output.grad_fn = (cls, ctx)
        return output


class Add(Function):
    symbol = "+"

    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, grad):
        return grad, grad


class Mul(Function):
    symbol = "*"

    @staticmethod
    def forward(ctx, a, b):
        ctx.save(a, b)
        return a * b

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved
        return grad * b, grad * a


class Pow(Function):
    symbol = "pow"

    @staticmethod
    def forward(ctx, a, exponent):
        ctx.save(a, exponent)
        return a**exponent

    @staticmethod
    def backward(ctx, grad):
        a, exponent = ctx.saved
        return (grad * exponent * a ** (exponent - 1),)


class Exp(Function):
    symbol = "exp"

    @staticmethod
    def forward(ctx, a):
        ctx.save(math.exp(a))
        return ctx.saved[0]

    @staticmethod
    def backward(ctx, grad):
        return (grad * ctx.saved[0],)


class Log(Function):
    symbol = "log"

    @staticmethod
    def forward(ctx, a):
        ctx.save(a)
        return math.log(a)

    @staticmethod
    def backward(ctx, grad):
        return (grad / ctx.saved[0],)


class Tanh(Function):
    symbol = "tanh"

    @staticmethod
    def forward(ctx, a):
        ctx.save(math.tanh(a))
        return ctx.saved[0]

    @staticmethod
    def backward(ctx, grad):
        return (grad * (1 - ctx.saved[0] ** 2),)


class ReLU(Function):
    symbol = "ReLU"

    @staticmethod
    def forward(ctx, a):
        ctx.save(a > 0)
        return a if a > 0 else 0.0

    @staticmethod
    def backward(ctx, grad):
        return (grad if ctx.saved[0] else 0.0,)


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.grad_fn = None
        self.label = label
        self._prev = _children
        self._op = _op

    def __repr__(self):
        if self.grad_fn is None:
            return f"value({self.data})"
        return f"value({self.data}, grad_fn=<{self.grad_fn[0].__name__}Backward>)"

    def __add__(self, other):
        return Add.apply(self, other)

    def __radd__(self, other):
        return Add.apply(other, self)

    def __mul__(self, other):
        return Mul.apply(self, other)

    def __rmul__(self, other):
        return Mul.apply(other, self)

    def __pow__(self, exponent):
        return Pow.apply(self, exponent=exponent)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return other + -self

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1

    def exp(self):
        return Exp.apply(self)

    def log(self):
        return Log.apply(self)

    def tanh(self):
        return Tanh.apply(self)

    def relu(self):
        return ReLU.apply(self)

    def _backward(self):
        if self.grad_fn is None:
            return
        function, ctx = self.grad_fn
        for child, share in zip(self._prev, function.backward(ctx, self.grad)):
            child.grad += share

    def backward(self, gradient=1.0):
        self.grad = gradient
        for node in reversed(topological_order(self)):
            node._backward()


def topological_order(root):
    visited, order = set(), []

    def visit(node):
        if node in visited:
            return
        visited.add(node)
        for child in node._prev:
            visit(child)
        order.append(node)

    visit(root)
    return order


def trace(root):
    nodes, edges = set(), set()
    for node in topological_order(root):
        nodes.add(node)
        for child in node._prev:
            edges.add((child, node))
    return nodes, edges

"""Children are handed over as lists, and _prev is a list."""

import math

class Value:

	# indented with tabs, as some people do

	def __init__(self, data, _children=[], _op='', label=''):
		self.data = data
		self._prev = list(_children)
		self._op = _op
		self.label = label
		self.grad = 0.0
		self._backward = lambda: None

	def __repr__(self):
		return "Value(data=" + str(self.data) + ", grad=" + str(self.grad) + ")"

	def __add__(self, other):
		if isinstance(other, Value) == False:
			other = Value(other)
		out = Value(self.data + other.data, [self, other], '+')
		def _backward():
			for v in [self, other]:
				v.grad += out.grad
		out._backward = _backward
		return out

	def __mul__(self, other):
		if isinstance(other, Value) == False:
			other = Value(other)
		out = Value(self.data * other.data, [self, other], '*')
		def _backward():
			self.grad += other.data * out.grad
			other.grad += self.data * out.grad
		out._backward = _backward
		return out

	def __pow__(self, other):
		out = Value(self.data**other, [self], '**' + str(other))
		def _backward():
			self.grad += other * (self.data**(other-1)) * out.grad
		out._backward = _backward
		return out

	def __truediv__(self, other):
		if isinstance(other, Value) == False:
			other = Value(other)
		return self * other**(-1)

	def __sub__(self, other):
		if isinstance(other, Value) == False:
			other = Value(other)
		return self + (other * (-1))

	def __neg__(self):
		return (-1) * self

	def __radd__(self, other):
		return self + other

	def __rmul__(self, other):
		return self * other

	def __rsub__(self, other):
		return Value(other) - self

	def __rtruediv__(self, other):
		return Value(other) / self

	def exp(self):
		x = self.data
		out = Value(math.exp(x), [self], 'exp')
		def _backward():
			self.grad += math.exp(x) * out.grad
		out._backward = _backward
		return out

	def tanh(self):
		x = self.data
		t = math.tanh(x)
		out = Value(t, [self], 'tanh')
		def _backward():
			self.grad += (1 - t**2) * out.grad
		out._backward = _backward
		return out

	def relu(self):
		x = self.data
		out = Value(x if x > 0 else 0, [self], 'relu')
		def _backward():
			if x > 0:
				self.grad += 1 * out.grad
			else:
				self.grad += 0 * out.grad
		out._backward = _backward
		return out

	def log(self):
		x = self.data
		out = Value(math.log(x), [self], 'log')
		def _backward():
			self.grad += (1/x) * out.grad
		out._backward = _backward
		return out

	def backward(self):
		topo = topological_order(self)
		topo.reverse()
		self.grad = 1.0
		for node in topo:
			node._backward()


def trace(root):
	nodes = []
	edges = []
	def build(v):
		if v in nodes:
			return
		nodes.append(v)
		for child in v._prev:
			if (child, v) not in edges:
				edges.append((child, v))
			build(child)
	build(root)
	return nodes, edges


def topological_order(root):
	topo = []
	visited = set()
	def build_topo(v):
		if v not in visited:
			visited.add(v)
			for child in v._prev:
				build_topo(child)
			topo.append(v)
	build_topo(root)
	return topo

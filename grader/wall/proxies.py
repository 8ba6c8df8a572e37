"""Proxies for what lives in the worker.

A proxy turns whatever is done to it into a message, and the answer into plain data or into another
proxy: the same one for the same object. No object behind the wall is ever asked whether it equals
another: a proxy equals itself alone. What makes an object is done later, together with the next
question (promise pipelining, as in Cap'n Proto).
"""

import operator


class Remote:
    """An object in the worker. Two proxies are the same exactly where their objects are."""

    __slots__ = ("__number", "__wall")
    # In array + proxy, NumPy would go through the array, entry by entry. This sends it to our __radd__.
    __array_ufunc__ = None

    def __init__(self, wall, number):
        _set_wall(self, wall)
        _set_number(self, number)

    def __getattr__(self, name):
        if name.startswith("__"):  # a protocol of Python's, which is found in a class
            raise AttributeError(name)
        return self.__wall.attribute(self, name)

    def __setattr__(self, name, value):
        self.__wall.set(self, name, value)

    def __call__(self, *arguments, **names):
        return self.__wall.call(self, arguments, names)

    def __iter__(self):
        iterator = self.__wall.do("iter", self)
        while entry := self.__wall.do("next", iterator):
            yield entry[0]

    def __len__(self):
        return self.__wall.do("len", self)

    def __repr__(self):
        return self.__wall.do("repr", self)

    def __getitem__(self, key):
        return self.__wall.do("item", self, key)

    def __neg__(self):
        return self.__wall.later("neg", self)


_set_wall, _set_number = Remote._Remote__wall.__set__, Remote._Remote__number.__set__


def call_each(things, name):
    """Call the method `name` of each of these, in order; of objects in the worker, with one message."""
    if things and all(isinstance(each, Remote) for each in things):
        things[0]._Remote__wall.do("each", things, name)
    else:
        for each in things:
            getattr(each, name)()


def read_ahead(things, *names):
    """These attributes of these objects are read next: from a worker, they come with one message.

    It is the next one, whatever it asks for, and they are what they are after that is done.
    """
    remote = [each for each in things if isinstance(each, Remote)]
    if remote:
        remote[0]._Remote__wall.read_ahead(remote, names)


def read_each(things, name):
    """An attribute of each of these, as a list."""
    things = [*things]
    read_ahead(things, name)
    return [getattr(each, name) for each in things]


def in_a_row(first, signs, others):
    """The results of operators, "+*…", each between the result of the one before and the next object."""
    if isinstance(first, Remote):
        return first._Remote__wall.row(first, signs, others)
    results = []
    for sign, other in zip(signs, others, strict=True):
        results.append(OPERATORS[sign](results[-1] if results else first, other))
    return results


class RemoteModule:
    """A module in the worker, of which only these names can be asked for.

    Whoever handles a test asks its arguments for hooks: hypothesis, for one, lets the first of them run
    the test in its own way. A submission must not be able to have such a hook.
    """

    __slots__ = ("__module", "__names")

    def __init__(self, module, names):
        self.__module, self.__names = module, frozenset(names)

    def __getattr__(self, name):
        if name not in self.__names:
            raise AttributeError(name)
        return getattr(self.__module, name)


class RemoteClass(Remote):
    """A class in the worker: what it makes is an object, so that there is no hurry to make it."""

    __slots__ = ()

    def __call__(self, *arguments, **names):
        if any(isinstance(each, list) for each in arguments):  # what happens to a list is seen at once
            return self._Remote__wall.call(self, arguments, names)
        return self._Remote__wall.later("make", self, arguments, names)


def _operators(name, sign):
    """The two methods of a proxy for an operator: from the left, and from the right.

    name: of the operation with plain data. sign: of that between two objects, the commonest by far.
    """

    def on_the_left(self, other):
        if isinstance(other, Remote):
            return self._Remote__wall.of_two(sign, self, other)
        return self._Remote__wall.later(name, self, other)

    def on_the_right(self, other):
        return self._Remote__wall.later(name, other, self)

    return on_the_left, on_the_right


SIGNS = {"add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "pow": "**"}
OPERATORS = {sign: getattr(operator, name) for name, sign in SIGNS.items()}
for _name, _sign in SIGNS.items():
    for _where, _method in zip(("", "r"), _operators(_name, _sign), strict=True):
        setattr(Remote, f"__{_where}{_name}__", _method)

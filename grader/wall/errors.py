"""What goes wrong behind the wall: exceptions of the code under test, and a worker that is lost."""


class Lost(Exception):
    """The worker has died, or said something that makes no sense. `got` says what."""

    kind = "crashed"  # of the Finding

    def __init__(self, got):
        super().__init__(got)
        self.got = got


class Ended(Lost):
    """The worker's process has ended."""

    def __init__(self):
        super().__init__("ended the whole Python process")


class RemoteError(Exception):
    """An exception of the code under test; `said` tells of it as grader/seats/trouble.py does."""

    def __init__(self, said):
        super().__init__(said["text"])
        self.said = said


class RemoteAttributeError(RemoteError, AttributeError):
    """So that hasattr works on a proxy."""


class RemoteTypeError(RemoteError, TypeError):
    """So that list() takes a proxy of something without a length."""


class RemoteStub(RemoteError, NotImplementedError):
    """So that a test can tell a stub from an error."""


ERRORS = {
    "AttributeError": RemoteAttributeError,
    "TypeError": RemoteTypeError,
    "NotImplementedError": RemoteStub,
}

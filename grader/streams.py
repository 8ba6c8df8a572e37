"""Files that strangers have made, as zipfile and tarfile may read them: never much at once."""

import tarfile
import zlib

KB, MB = 1_000, 1_000_000
HEADER = 32 * KB  # what a tar says about one member; tarfile takes quadratic time for it
LINE = 20  # bytes that a line of a header counts for, since tarfile takes its time for each
BLOCK = 64 * KB


class Left(Exception):
    """Why a file is left out, as the end of a sentence that begins with "it": "is damaged"."""


class Bounded:
    """A file for zipfile, which would else read a table of contents of any length at once."""

    def __init__(self, file, left):
        self.file, self.seek, self.tell, self.seekable = file, file.seek, file.tell, file.seekable
        self.left = left  # bytes that may still be read, or None: as many as are asked for

    def read(self, size=-1):
        if self.left is None:
            return self.file.read(size)
        data = self.file.read(size if 0 <= size <= self.left else self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise Left("holds too many files; hand in the Python files alone")
        return data


def inflated(file):
    """The blocks of a compressed file."""
    inflate = zlib.decompressobj(wbits=31)
    while not inflate.eof and (block := inflate.unconsumed_tail or file.read(BLOCK)):
        if chunk := inflate.decompress(block, BLOCK):
            yield chunk


class Forward:
    """A file for tarfile that is read once, from front to end, and never much of it at once."""

    def __init__(self, blocks, search):
        self.blocks, self.search = blocks, search
        self.buffer, self.position, self.allowed = bytearray(), 0, HEADER

    def tell(self):
        return self.position

    def seek(self, position):
        if position < self.position:
            raise tarfile.ReadError("a way back")
        while self.position < position and self._next(min(BLOCK, position - self.position)):
            pass

    def read(self, size):
        """What tarfile asks for: headers."""
        if size > self.allowed:
            raise Left("is damaged: a header in it is too long")
        self.allowed -= size
        data = self._next(size)
        self.search.tell(size + LINE * data.count(b"\n"))
        return data

    def content(self, member):
        """The whole content of a member. Raises ReadError where it ends too early."""
        self.seek(member.offset_data)
        data = self._next(member.size)
        if len(data) < member.size:
            raise tarfile.ReadError("the end is missing")
        return data

    def _next(self, size):
        while len(self.buffer) < size and (block := next(self.blocks, b"")):
            self.search.unpack(len(block))
            self.buffer += block
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.position += len(data)
        return data

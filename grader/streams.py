"""Files that strangers have made, as zipfile and tarfile may read them: never much at once."""

import tarfile
import zlib

KB, MB = 1_000, 1_000_000
DIRECTORY = 16 * MB  # the table of contents of a zip
HEADERS = 32 * KB  # what a tar says about one member; tarfile takes quadratic time for it
BLOCK = 64 * KB


class Left(Exception):
    """Why a file is left out, as the end of a sentence that begins with "it": "is damaged"."""


class Bounded:
    """A file for zipfile, which would else read a table of contents of any length at once."""

    def __init__(self, file):
        self.file, self.seek, self.tell, self.seekable = file, file.seek, file.tell, file.seekable

    def read(self, size=-1):
        data = self.file.read(size if 0 <= size <= DIRECTORY else DIRECTORY + 1)
        if len(data) > DIRECTORY:
            raise Left("holds too many files")
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
        self.buffer, self.position, self.allowed = bytearray(), 0, HEADERS

    def tell(self):
        return self.position

    def seek(self, position):
        if position < self.position:
            raise tarfile.ReadError("a way back")
        while self.position < position and self._next(min(BLOCK, position - self.position)):
            pass

    def read(self, size):
        if size > self.allowed:
            raise Left("is damaged: a header in it is too long")
        self.allowed -= size
        return self._next(size)

    def _next(self, size):
        while len(self.buffer) < size and (block := next(self.blocks, b"")):
            self.search.unpack(len(block))
            self.buffer += block
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.position += len(data)
        return data

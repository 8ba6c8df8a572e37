"""Single keys from the terminal, without Enter; and the terminal as it was, however the block ends."""

import os
import signal
import sys
import threading
from contextlib import contextmanager

try:
    import termios
    import tty
except ImportError:  # Windows
    termios = None
    import msvcrt

END = ("", "\x03", "\x04")  # the terminal is gone, Ctrl-C where it comes as a key, Ctrl-D


@contextmanager
def told_to(tell, redraw):
    """Call tell(key) for each key, from a thread of its own. Without a terminal there are none.

    redraw() is called when the terminal has another size, or is ours again after Ctrl-Z.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield
    elif termios is None:
        _in_the_background(msvcrt.getwch, tell)
        yield
    else:
        with _single_keys(redraw):
            _in_the_background(_read, tell)
            yield


def _read():
    try:
        return os.read(sys.stdin.fileno(), 1).decode("latin-1")
    except OSError:  # the terminal is gone
        return ""


def _in_the_background(read, tell):
    def forever():
        key = None
        while key not in END:
            key = read()
            tell(key)

    threading.Thread(target=forever, daemon=True).start()


@contextmanager
def _single_keys(redraw):
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def pause(*_):
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        os.kill(os.getpid(), signal.SIGSTOP)
        tty.setcbreak(terminal)
        redraw()

    usual = [
        (number, signal.signal(number, handler))
        for number, handler in ((signal.SIGTSTP, pause), (signal.SIGWINCH, lambda *_: redraw()))
    ]
    try:
        tty.setcbreak(terminal)
        yield
    finally:
        for number, handler in usual:
            signal.signal(number, handler)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)

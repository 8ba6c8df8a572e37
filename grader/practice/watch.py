"""`make watch`: at each save, the tests of the stage that is worked on run again.

Files, keys and runs have threads of their own, which put events into one queue. One loop takes them out
and decides.
"""

import signal
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from queue import Empty, SimpleQueue

from rich.control import Control
from rich.segment import ControlType

from ..draw.command import EXPRESSIONS, drawn
from ..seats import runner
from ..seats.warm import Ready
from ..stages import stages
from . import changes, hints, keys, screen
from .rerun import Began, Believed, Drawn, Ended, Failed, Run, Shaky
from .watch_screen import State, show, show_shaky

TICK = 0.3  # seconds between two looks at whether a run takes long
MOMENT = 0.15  # seconds for which an editor may put a file aside
BACK = "You can also undo the change, in your editor or with git. As soon as it is there, the tests run."
SAVED, REDRAW = "saved", "redraw"


def watch(folder, stage, check, note):
    """Follow the folder until the learner quits. Returns the exit status.

    stage: the one to work on, or None for the first that does not pass. check(stage): what keeps its tests
    from being run, as a text, or nothing. note(results): keeps what came of a run.
    """
    events = SimpleQueue()  # a handler of a signal may use it, too
    runner.warm_up()
    watcher = Watcher(folder, stage, check, note, events.put)
    files = changes.followed(folder, lambda: events.put(SAVED))
    with _ended_by_signals(), keys.told_to(events.put, lambda: events.put(REDRAW)), files:
        try:
            watcher.run()
            while not watcher.has_quit:
                watcher.take(_next(events))
        except KeyboardInterrupt:
            pass
        finally:
            watcher.end()
    return 0


def _next(events):
    """The next event, or None where there is none for a while."""
    try:
        return events.get(timeout=TICK)
    except Empty:
        return None


@contextmanager
def _ended_by_signals():
    """Let the signals that end a program end the block as an exception does: everything is put back."""

    def leave(number, _frame):
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    usual = [(number, signal.signal(number, leave)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in usual:
            signal.signal(number, handler)


class Watcher:
    """What is going on, and what each event changes."""

    def __init__(self, folder, stage, check, note, tell):
        self.folder, self.check, self.note, self.tell = folder, check, note, tell
        self.out = screen.console(wrap=True)
        self.in_terminal = sys.stdout.isatty()
        self.with_keys = self.in_terminal and sys.stdin.isatty()
        self.state = State(stage or stages()[0])
        self.is_searching = stage is None  # for the first that does not pass
        self.has_quit = False
        self.texts = {}  # what the last run was about
        self.current = self.ready = None
        self.test, self.sign_at = "", 0.0  # the test that is running, and when to show it

    # -- events -------------------------------------------------------------------------------------

    def take(self, event):
        """React to one event."""
        if event == SAVED:
            self._saved()
        elif event == REDRAW:
            self._draw()
        elif isinstance(event, str):
            self._pressed(event)
        elif event and event.run is self.current:
            self._heard(event)
        if self.test and self.in_terminal and time.monotonic() > self.sign_at:
            self._show_that_it_runs()

    def _saved(self):
        if changes.texts(self.folder) != self.texts:  # saved as it was, it has the verdict that it had
            self.run()

    def _pressed(self, key):
        if key in (*keys.END, "q"):
            self.has_quit = True
        elif key in ANSWERS:
            ANSWERS[key](self)

    def _heard(self, event):
        if isinstance(event, Began):
            self.test = event.test
        elif isinstance(event, Believed):
            self._believed(event.faults)
        elif isinstance(event, Shaky):
            self._shaky(event.stage)
        elif isinstance(event, Failed):
            self._cannot_run(f"The tests could not be run, and the fault is ours, not yours.\n{event.text}")
        elif isinstance(event, Ended):
            self._ended(event)
        elif isinstance(event, Drawn):
            self._answer(event.text)

    # -- runs ---------------------------------------------------------------------------------------

    def run(self):
        """Begin a run of the stage, instead of the one before."""
        self._cancel()
        self.texts = changes.texts(self.folder)
        problem = self._problem()
        if problem:
            self._cannot_run(f"{problem}\n{BACK}")
        else:
            self._begin([self.state.stage], self.ready)

    def _problem(self):
        """What keeps the tests from being run, if it still does so after a moment."""
        if self.check(self.state.stage):
            time.sleep(MOMENT)
        return self.check(self.state.stage)

    def run_everything(self):
        """Begin a run of all stages, instead of the one before."""
        self._cancel()
        self._begin(stages(), None)

    def _begin(self, wanted, ready):
        self.sign_at = time.monotonic() + TICK
        self.current = Run(self.folder, wanted, ready, self.tell)

    def _cancel(self):
        if self.current:
            self.current.cancel()
        self.current, self.test = None, ""

    def _ended(self, event):
        self.test = ""
        self.note(event.results)
        state, mine = self.state, tuple(x for x in event.results if x.stage == self.state.stage.number)
        note = self._written(screen.show_progress, event.results, {}) if len(event.run.stages) > 1 else ""
        self.state = replace(
            state, results=mine, before=state.results, faults=(), shaky=None, problem="", note=note
        )
        if self.is_searching and self.state.passed and self.state.following:
            self._wipe_sign()
            screen.show_headline(self.out, state.stage, mine)
            self._go_to(self.state.following)
            return
        self.is_searching = False
        self._draw()
        self._get_ready()

    def _believed(self, faults):
        self.state = replace(self.state, faults=faults)
        if self.in_terminal:
            self._draw()
        else:
            screen.show_beliefs(self.out, faults)

    def _shaky(self, stage):
        self.state = replace(self.state, shaky=stage)
        if stage and self.in_terminal:
            self._draw()
        elif stage:
            show_shaky(self.out, stage)

    def _cannot_run(self, problem):
        self.test, self.is_searching = "", False
        self.state = replace(self.state, faults=(), shaky=None, problem=problem, note="")
        self._draw()

    def _go_to(self, stage):
        self.end()
        self.state = State(stage)
        self.run()

    def _get_ready(self):
        if self.ready is None or self.ready.has_ended:
            self.ready = Ready(self.folder, [self.state.stage.number])

    def end(self):
        """Leave no process behind."""
        self._cancel()
        for each in [*runner.Child.living]:
            each.kill()
        if self.ready:
            self.ready.end()
        self.ready = None

    # -- the screen ---------------------------------------------------------------------------------

    def _draw(self):
        lines = self._written(show, self.state, self.with_keys).count("\n") + 2
        brief = self.in_terminal and lines > self.out.height  # the beginning would not be seen
        with self.out:  # at once, so that nothing flickers
            if self.in_terminal:
                self.out.clear()
            show(self.out, self.state, self.with_keys, brief)
            if not self.in_terminal:
                self.out.print()

    def _show_that_it_runs(self):
        self.sign_at = time.monotonic() + TICK
        with self.out:
            self._wipe_sign()
            self.out.print(f"Running: {self.test}"[: self.out.width - 1], end="", markup=False)

    def _wipe_sign(self):
        if self.in_terminal:
            self.out.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)))

    def _written(self, show, *arguments):
        """What a function would print, as a text."""
        with self.out.capture() as captured:
            show(self.out, *arguments)
        return captured.get().rstrip()

    # -- keys ---------------------------------------------------------------------------------------

    def next_stage(self):
        """Go on, where this stage passes."""
        number = self.state.stage.number
        if not self.state.passed:
            other = screen.command(f"watch {number + 1}")
            self._answer(f"Stage {number} does not pass yet. To work on another one: {other}")
        elif self.state.following:
            self._go_to(self.state.following)
        else:
            self._answer("This is the last stage.")

    def hint(self):
        """Show the next hint."""
        if self.state.results:
            results = lambda _stage: self.state.results
            self._answer(self._written(hints.show, [self.state.stage], results))

    def draw(self):
        """Show the expression that fails, in the background: it may be the learner's code that is drawn."""
        run, state = self.current, self.state
        tell = lambda: self.tell(Drawn(run, drawing(self.folder, state)))
        threading.Thread(target=tell, daemon=True).start()

    def _answer(self, note):
        self.state = replace(self.state, note=note)
        self._draw()


ANSWERS = {
    "n": Watcher.next_stage,
    "h": Watcher.hint,
    "d": Watcher.draw,
    "a": Watcher.run_everything,
}


def drawing(folder, state):
    """The expression that fails, as a text; where that is none, the expression of the stage."""
    if state.failure and state.failure.finding.drawing:
        return state.failure.finding.drawing
    number = state.stage.number
    return (
        drawn(folder, f"stage{number}") if number in EXPRESSIONS else "There is no expression to draw here."
    )

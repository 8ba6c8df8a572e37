"""The fixtures through which tests reach the code under test: `derivative`, `engine`, `by_hand`, …

Nothing else in tests/stage*/ may import it: that is what lets the same tests run in another seat.
"""

from grader.seats.plugin import *  # noqa: F403  pytest finds fixtures and hooks by name

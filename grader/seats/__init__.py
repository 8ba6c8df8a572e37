"""Running a stage's tests, in either of the two seats, and what is said about how they ended.

plugin.py      pytest's side: the fixtures, the order of the tests, a Finding for each failure
seat.py        the practice seat: the code under test in the same process (the other one is ../wall/)
runner.py      runs tests in another process, and takes whatever becomes of it
child.py       that process; patience.py: how long the code is waited for
warm.py        one that has collected the tests, for `watch` and `grade`; server.py: the same from the inside
loaded.py      what all of these have loaded when they begin
replay.py      random examples that are drawn once
explain.py     the Finding: what was expected, what the code gave, where; exceptions.py: of an exception
trouble.py     exceptions as plain data, from either seat; prints.py: what was printed
cells.py       a module that was a notebook
score.py       the points
"""

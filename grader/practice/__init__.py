"""The learner's half: what is shown, hinted, kept and put back.

screen.py      what the commands print; markdown.py: the same for a page of GitHub's
hints.py       the next hint; journal.py: time and runs so far
workshop.py    stubs put back, stages caught up with, a solution shown; demo.py: what will have been built
watch.py       runs a stage again at each save: changes.py sees the save, keys.py the keyboard,
               rerun.py runs, watch_screen.py shows
"""

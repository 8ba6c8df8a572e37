"""The instructor's half: from a folder of submissions to grades, and from the course to the handout.

intake.py      submissions as they come; archives.py reads what is packed
grade.py       the run: verdict.py on each that differs, kept in store.py; regrade.py: again, and what changed
cluster.py     the machines of a Dask cluster in the place of this one; member.py: what each of them runs
course.py      course.toml; counted.py: how verdicts count in that course
gradebook.py   the files in OUT; report.py: its page; exports.py: for other systems; summary.py: the screen
handout.py     what students get; gradescope.py and autograde.py: Gradescope's autograder
"""

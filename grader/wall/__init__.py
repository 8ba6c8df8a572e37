"""The wall of the exam seat: the submission runs in a worker, and plain data alone comes through.

judge.py     the judge's side: a worker process, and the messages to it and from it
proxies.py   its modules and objects, as the tests see them; errors.py: what goes wrong there
worker.py    the submission's side; nothing that it says is believed
sandbox.py   what a worker may see and use; calls.py: which system calls; lower.py: where there is no sandbox
exam.py      the exam seat: the wall, with the functions of the practice seat
rehearsal.py tests that are held with the solution first; transcript.py: what is said in them
doctor.py    whether this machine can make the sandbox
"""

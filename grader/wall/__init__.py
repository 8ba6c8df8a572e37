"""The wall of the exam seat: the submission runs in a worker, and plain data alone comes through.

judge.py     the judge's side: a worker process, and the messages to it and from it
proxies.py   its modules and objects, as the tests see them
worker.py    the submission's side; nothing that it says is believed
sandbox.py   what a worker may see and use
"""

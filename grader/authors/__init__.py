"""For those who change the kata: can its tests be trusted, and how fast is it?

verify.py         solutions pass, stubs fail, mutants are caught
fingerprints.py   what each mutant answers, as a table
accuracy.py       how often the right misconception is named
bench.py          how fast it is; bench_*.py: its parts
bench_peers.py    how fast, beside other graders; peers.py: what they get; peer_checks.py: in their kernels
soak.py           a large class in spite of everything: soak_class.py in spite of soak_trouble.py
"""

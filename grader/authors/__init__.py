"""For those who change the kata: can its tests be trusted, and how fast is it?

verify.py         solutions pass, stubs fail, mutants are caught
fingerprints.py   what each mutant answers, as a table
accuracy.py       how often the right misconception is named
bench.py          how fast it is; bench_*.py: its parts
"""

"""One operation in C that takes minutes and looks at no signal: 10**10**8."""
# honest: 3
# scores: honest
# ++++ by_hand.py
neuron = lambda *inputs: Value(10 ** 10**8)

"""sum(range(10**12)): a loop inside C, and no memory is needed for it."""
# honest: 3
# scores: honest
# ++++ by_hand.py
gradients_of_neuron = lambda **inputs: {"o": sum(range(10**12))}

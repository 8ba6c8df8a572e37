"""Making an object never ends."""
# honest: 3
# scores: honest
# ++++ by_hand.py


class Endless:
    def __init__(self):
        while True:
            pass


neuron = lambda *inputs: Endless()

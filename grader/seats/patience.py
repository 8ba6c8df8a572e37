"""How long the code under test is waited for, in either seat."""

from collections import Counter


class Practice:
    """Whose patience ends with the first test that does not: a learner waits for an answer."""

    def __init__(self):
        self.endless = set()  # stages

    def ended(self, test, seconds, timed_out):
        """Take note of a test, as grader/seats/plugin.py describes it, and of how it ended."""
        if timed_out:
            self.endless.add(test["stage"])

    def has_ended(self, test):
        """Is this test left out, since those before it took too long?"""
        return test["stage"] in self.endless


class Exam:
    """Who wants to give every point that is earned, but not to wait for hours."""

    MOST_TIMEOUTS = 3  # in one stage
    MOST_SECONDS = 6  # for all tests of a stage, in the seconds that one of them may take
    ALTOGETHER = 120  # seconds for all stages: many times what a right submission takes

    def __init__(self, spent=0.0):
        self.endless, self.timeouts, self.seconds, self.spent = set(), Counter(), Counter(), spent

    def ended(self, test, seconds, timed_out):
        """Take note of a test and of how it ended."""
        stage = test["stage"]
        self.seconds[stage] += seconds / test["seconds"]
        self.spent += seconds
        if timed_out:
            self.timeouts[stage] += 1
            self.endless.add((stage, test["function"]))

    def has_ended(self, test):
        """Is this test left out? After a timeout, those about the same function are."""
        stage = test["stage"]
        if self.spent >= self.ALTOGETHER or (stage, test["function"]) in self.endless:
            return True
        return self.timeouts[stage] >= self.MOST_TIMEOUTS or self.seconds[stage] >= self.MOST_SECONDS

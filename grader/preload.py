"""What every run of the tests needs, loaded once in the process that the others are copied from."""

import hypothesis.strategies
import pytest
import pytest_timeout

import grader.practice
import tests.reference
import tests.strategies

__all__ = ["grader", "hypothesis", "pytest", "pytest_timeout", "tests"]

"""Complex numbers, fractions, decimals, texts and dates in the place of numbers, for comparisons that convert."""
# honest: 3
# scores: honest
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

Value.exp = lambda self: Value(complex(math.e, 1e-30), (self,), "exp")
Value.tanh = lambda self: Value(Decimal("NaN"), (self,), "tanh")
Value.__rsub__ = lambda self, other: Value(Fraction(10**400, 1), (self,), "relu")
Value.__neg__ = lambda self: Value(str(-self.data), (self,), "-")
Value.__sub__ = lambda self, other: Value(timedelta(1), (self,), "-")

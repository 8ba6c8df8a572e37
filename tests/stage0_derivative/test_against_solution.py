"""Stage 0, hidden: any cubic, any step, any input."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, shown
from solutions import derivative as solution
from tests.strategies import FEW, numbers, positive

# Steps so large that rounding plays no part: what is left is which points are used.
steps = st.sampled_from([1.0, 0.5, 2.0, 0.25])


def cubic(a, b, c):
    return lambda x: a * x**3 + b * x + c


def named(a, b, c):
    return f"where q(x) = {shown(a)}·x³ + {shown(b)}·x + {shown(c)}"


@about("f")
@given(x=numbers)
def test_f_anywhere(derivative, x):
    expect(f"f({shown(x)})", lambda: derivative.f(x), solution.f(x), "Is it 3x² - 4x + 5 for every x?")


@about("slope")
@given(a=numbers, b=numbers, c=numbers, x=numbers, h=steps)
def test_the_slope_is_taken_between_x_and_x_plus_h(derivative, a, b, c, x, h):
    q = cubic(a, b, c)
    expect(
        f"slope(q, {shown(x)}, h={shown(h)})   {named(a, b, c)}",
        lambda: derivative.slope(q, x, h=h),
        solution.slope(q, x, h=h),
        "Which two points do you compare, and how far are they from each other?",
    )


@about("symmetric_slope")
@given(a=numbers, b=numbers, c=numbers, x=numbers, h=steps)
def test_the_symmetric_slope_has_x_in_the_middle(derivative, a, b, c, x, h):
    q = cubic(a, b, c)
    expect(
        f"symmetric_slope(q, {shown(x)}, h={shown(h)})   {named(a, b, c)}",
        lambda: derivative.symmetric_slope(q, x, h=h),
        solution.symmetric_slope(q, x, h=h),
        "Which two points do you compare, and how far are they from each other?",
    )


@about("symmetric_slope")
@given(a=positive, b=positive, x=numbers)
@settings(max_examples=FEW)
def test_the_symmetric_slope_is_accurate_without_being_told_a_step(derivative, a, b, x):
    q = cubic(a, b, 3.0)
    expect(
        f"symmetric_slope(q, {shown(x)})   {named(a, b, 3.0)}",
        lambda: derivative.symmetric_slope(q, x),
        3 * a * x**2 + b,
        "Is the h that you use by default small, but not too small?",
        within=1e-5,
    )


@about("best_step")
@given(
    a=numbers,
    b=numbers,
    k=st.integers(-9, 9),
    choice=st.lists(st.integers(1, 8), min_size=2, max_size=5, unique=True),
    place=st.integers(0, 4),
)
def test_the_best_step_wins_wherever_it_stands_in_the_list(derivative, a, b, k, choice, place):
    # The slope of a · (x³ + 3kx²) between x and x + h is off by ah · (3x + 3k + h): by 0 where h = -3 · (x + k).
    choice = [3 * each / 10 for each in choice]
    winner = choice[place % len(choice)]
    x = -winner / 3 - k
    exact = 3 * a * (x**2 + 2 * k * x) + b
    expect(
        f"best_step(r, {shown(x)}, exact={shown(exact)}, steps={shown(choice)})   "
        f"where r(x) = {shown(a)}·(x³ + {3 * k}·x²) + {shown(b)}·x",
        lambda: derivative.best_step(lambda x: a * (x**3 + 3 * k * x**2) + b * x, x, exact, [*choice]),
        winner,
        "For each step: how far is slope(r, x, step) from the exact slope, above or below? What do you compare with that?",
    )


@about("partial_slope")
@given(inputs=st.lists(st.tuples(numbers, numbers), min_size=2, max_size=4), i=st.integers(0, 3), h=steps)
def test_only_the_chosen_input_moves(derivative, inputs, i, h):
    weights, inputs = [weight for weight, _ in inputs], [x for _, x in inputs]

    def weighted(*xs):
        return sum(weight * x**3 for weight, x in zip(weights, xs, strict=True))

    i %= len(inputs)
    formula = " + ".join(f"{shown(weight)}·x{k}³" for k, weight in enumerate(weights))
    expect(
        f"partial_slope(w, {shown(inputs)}, {i}, h={shown(h)})   where w(x0, x1, …) = {formula}",
        lambda: derivative.partial_slope(weighted, [*inputs], i, h=h),
        solution.partial_slope(weighted, [*inputs], i, h=h),
        "Which input moves, and by how much in all, from one side to the other?",
    )


@about("partial_slope")
@given(a=numbers, b=numbers, k=numbers)
@settings(max_examples=FEW)
def test_the_inputs_are_left_as_they_were(derivative, a, b, k):
    inputs = [a, b]

    def slope_and_inputs():
        slope = derivative.partial_slope(lambda a, b: k * a * b, inputs, 0)
        return [slope, inputs]

    expect(
        f"[partial_slope(lambda a, b: {shown(k)} * a * b, inputs, 0), inputs]   where inputs was {shown(inputs)}",
        slope_and_inputs,
        [k * b, [a, b]],
        "The list belongs to the caller. Do you put a changed number into it?",
    )


@about("partial_slope")
@given(a=numbers, b=numbers, k=numbers)
@settings(max_examples=FEW)
def test_the_slope_is_a_plain_number(derivative, a, b, k):
    expect(
        f"partial_slope(lambda a, b: {shown(k)} * a * b, {shown([a, b])}, 1)",
        lambda: derivative.partial_slope(lambda a, b: k * a * b, [a, b], 1),
        k * a,
        "The second input has the number 1, since counting begins at 0.",
    )

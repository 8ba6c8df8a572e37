"""Stage 0, hidden: any parabola, any step, any input."""

from hypothesis import given
from hypothesis import strategies as st

from grader.checks import about, expect, expect_that, shown
from solutions import derivative as solution
from tests.strategies import numbers

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
def test_the_symmetric_slope_is_accurate_without_being_told_a_step(derivative):
    q = cubic(1.0, 2.0, 3.0)
    expect(
        f"symmetric_slope(q, 2.0)   {named(1.0, 2.0, 3.0)}",
        lambda: derivative.symmetric_slope(q, 2.0),
        14.0,
        "Is the h that you use by default small, but not too small?",
    )


@about("best_step")
@given(
    x=numbers,
    scale=st.sampled_from([1.0, 0.001, 1000.0]),
    choice=st.permutations([1.0, 0.5, 0.1, 0.01, 0.001]),
)
def test_the_best_step_wins_wherever_it_stands_in_the_list(derivative, x, scale, choice):
    q = cubic(scale, 1.0, 1.0)
    exact = 3 * scale * x**2 + 1.0
    expect(
        f"best_step(q, {shown(x)}, exact={shown(exact)}, steps={choice})   {named(scale, 1.0, 1.0)}",
        lambda: derivative.best_step(q, x, exact, choice),
        solution.best_step(q, x, exact, choice),
        "For each step: how far is slope(q, x, step) from the exact slope, above or below? What do you compare with that?",
    )


@about("partial_slope")
@given(inputs=st.lists(numbers, min_size=2, max_size=4), i=st.integers(0, 3), h=steps)
def test_only_the_chosen_input_moves(derivative, inputs, i, h):
    def weighted(*xs):
        return sum((k + 1) * x**3 for k, x in enumerate(xs))

    i %= len(inputs)
    expect(
        f"partial_slope(w, {shown(inputs)}, {i}, h={shown(h)})   where w(x0, x1, …) = 1·x0³ + 2·x1³ + …",
        lambda: derivative.partial_slope(weighted, list(inputs), i, h=h),
        solution.partial_slope(weighted, list(inputs), i, h=h),
        "Which input moves, and by how much in all, from one side to the other?",
    )


@about("partial_slope")
def test_the_inputs_are_left_as_they_were(derivative):
    inputs = [2.0, -3.0]

    def slope_and_inputs():
        slope = derivative.partial_slope(lambda a, b: a * b, inputs, 0)
        return [slope, inputs]

    expect(
        "[partial_slope(lambda a, b: a * b, inputs, 0), inputs]   where inputs was [2, -3]",
        slope_and_inputs,
        [-3.0, [2.0, -3.0]],
        "The list belongs to the caller. Do you put a changed number into it?",
    )


@about("partial_slope")
def test_the_slope_is_a_plain_number(derivative):
    expect_that(
        "partial_slope(lambda a, b: a * b, [2.0, -3.0], 1)",
        lambda: derivative.partial_slope(lambda a, b: a * b, [2.0, -3.0], 1),
        lambda got: abs(got - 2.0) < 1e-6,
        "2",
        "The second input has the number 1, since counting begins at 0.",
    )

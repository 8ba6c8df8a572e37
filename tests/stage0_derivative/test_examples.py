"""Stage 0, the lecture's examples: slopes of f(x) = 3x² - 4x + 5, and of d = a*b + c."""

import math

from grader.checks import about, expect, expect_that

PARABOLA = "where p(x) = 3x² - 4x + 5"


def p(x):
    return 3 * x**2 - 4 * x + 5


def d(a, b, c):
    return a * b + c


def g(a, b, c):
    return -(a**3) + math.sin(3 * b) - 1.0 / c + b**2.5 - a**0.5


@about("f")
def test_at_3_the_parabola_is_20(derivative):
    expect("f(3.0)", lambda: derivative.f(3.0), 20.0, "What is 3·3² - 4·3 + 5?")


@about("f")
def test_at_minus_3_the_parabola_is_44(derivative):
    expect("f(-3.0)", lambda: derivative.f(-3.0), 44.0, "What is (-3)²?")


@about("slope")
def test_the_slope_of_the_parabola_between_3_and_3_and_a_half(derivative):
    expect(
        f"slope(p, 3.0, h=0.5)   {PARABOLA}",
        lambda: derivative.slope(p, 3.0, h=0.5),
        15.5,
        "p(3) is 20 and p(3.5) is 27.75. How much does p rise, and how long is the step h?",
    )


@about("slope")
def test_the_slope_of_any_function_that_is_handed_in(derivative):
    expect(
        "slope(line, 3.0, h=0.5)   where line(x) = 7x",
        lambda: derivative.slope(lambda x: 7 * x, 3.0, h=0.5),
        7.0,
        "The parameter f is the function that the caller hands in. Which function do you call?",
    )


@about("slope")
def test_the_slope_of_the_parabola_at_3_is_14(derivative):
    expect(
        f"slope(p, 3.0)   {PARABOLA}",
        lambda: derivative.slope(p, 3.0),
        14.0,
        "Nobody says how long the step is. Is your h small by itself, but not too small?",
        within=1e-5,
    )


@about("slope")
def test_the_slope_of_the_parabola_at_minus_3_is_minus_22(derivative):
    expect(
        f"slope(p, -3.0)   {PARABOLA}",
        lambda: derivative.slope(p, -3.0),
        -22.0,
        "The parabola falls here. Which of the two values do you subtract from which?",
        within=1e-5,
    )


@about("slope")
def test_the_slope_at_the_bottom_of_the_parabola_is_0(derivative):
    expect_that(
        f"slope(p, 2/3)   {PARABOLA}",
        lambda: derivative.slope(p, 2 / 3),
        lambda got: abs(got) < 1e-5,
        "0, or nearly so",
        "At the bottom, the two values nearly agree. Is your step small, but not too small?",
    )


@about("slope")
def test_a_step_that_is_too_small_is_no_step(derivative):
    expect(
        f"slope(p, 3.0, h=1e-16)   {PARABOLA}",
        lambda: derivative.slope(p, 3.0, h=1e-16),
        0.0,
        "A float has about 16 digits: 3 + 1e-16 is 3 again. Do you use the h that you are given?",
    )


@about("symmetric_slope")
def test_the_symmetric_slope_of_a_parabola_is_exact_even_for_a_large_step(derivative):
    expect(
        f"symmetric_slope(p, 3.0, h=0.5)   {PARABOLA}",
        lambda: derivative.symmetric_slope(p, 3.0, h=0.5),
        14.0,
        "p(2.5) is 13.75 and p(3.5) is 27.75. How much does p rise, and how far are the points from each other?",
    )


@about("best_step")
def test_the_best_of_three_steps(derivative):
    expect(
        f"best_step(p, 3.0, exact=14.0, steps=[1.0, 0.1, 0.01])   {PARABOLA}",
        lambda: derivative.best_step(p, 3.0, 14.0, [1.0, 0.1, 0.01]),
        0.01,
        "The slopes are 17, 14.3 and 14.03. Which of them is nearest to 14, and with which step was it measured?",
    )


@about("best_step")
def test_the_best_step_is_not_the_smallest(derivative):
    steps = [1e-1, 1e-4, 1e-8, 1e-12, 1e-15]
    expect(
        f"best_step(p, 3.0, exact=14.0, steps={steps})   {PARABOLA}",
        lambda: derivative.best_step(p, 3.0, 14.0, steps),
        1e-8,
        "For each step: how far is slope(p, 3.0, step) from 14, above or below?",
    )


@about("partial_slope")
def test_the_slopes_of_d_are_minus_3_and_2_and_1(derivative):
    for i, (name, slope) in enumerate([("a", -3.0), ("b", 2.0), ("c", 1.0)]):
        expect(
            f"partial_slope(d, [2.0, -3.0, 10.0], {i})   where d(a, b, c) = a*b + c",
            lambda i=i: derivative.partial_slope(d, [2.0, -3.0, 10.0], i),
            slope,
            f"If {name} alone moves, from {name} - h to {name} + h: how much does a*b + c change, and over what distance?",
        )


@about("partial_slope")
def test_the_slopes_of_the_exercise_function(derivative):
    for i, slope in enumerate([-12.353553390593273, 10.25699027111255, 0.0625]):
        expect(
            f"partial_slope(g, [2.0, 3.0, 4.0], {i})   where g(a, b, c) = -a³ + sin(3b) - 1/c + b^2.5 - √a",
            lambda i=i: derivative.partial_slope(g, [2.0, 3.0, 4.0], i),
            slope,
            "Does only this one input move, and by the same h on both sides?",
        )

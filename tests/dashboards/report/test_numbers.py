"""Numbers as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.report import numbers

_FLOAT_WRITERS = (numbers.decimal, numbers.rate, numbers.share, numbers.change, numbers.measured, numbers.quantity)


@pytest.mark.parametrize("write", [numbers.count, *_FLOAT_WRITERS])
def test_nothing_is_shown_as_a_dash(write):
    """No value is a dash, which nobody takes for a zero."""
    assert write(None) == "–"


@given(value=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
@pytest.mark.parametrize("write", _FLOAT_WRITERS)
def test_negative_numbers_have_a_minus_sign(write, value):
    """No hyphen stands for a minus, and what is rounded to nothing has no sign."""
    text = write(value)

    assert "-" not in text
    assert text.startswith("−") == (value < 0 and any(digit in text for digit in "123456789"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (31_220.4, "31,220"),
        (65.04, "65.0"),
        (1.688, "1.69"),
        (0.0762, "0.076"),
        (0.00001234, "0.000012"),
        (0.0, "0.00"),
        (-12.3, "−12.3"),
    ],
)
def test_a_rate_keeps_two_or_three_figures(value, text):
    """Large rates are whole, small ones keep what can be read off them."""
    assert numbers.rate(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2020, "2020"),
        (7_993_000, "7,993,000"),
        (0.6504, "0.6504"),
        (-0.5, "−0.5"),
        (True, "True"),
        ("2020-08-24", "2020-08-24"),
        ([3, 4.5], "3, 4.5"),
        ({"high": 0.005, "basic": 0.92}, "high 0.005, basic 0.92"),
    ],
)
def test_a_setting_says_what_it_said(value, text):
    """A year stays unbroken, a list and a table are written out, no digit is lost."""
    assert numbers.quantity(value) == text


def test_a_change_of_nothing_has_no_sign():
    """An exact hit is 0%, others carry their sign."""
    assert [numbers.change(value) for value in (0.0, 0.0107, -0.146)] == ["0%", "+1.07%", "−14.60%"]


def test_ranges_name_their_unit_once():
    """Both bounds are needed, else there is no range."""
    assert numbers.share_range(0.6484, 0.6523, 2) == "64.84–65.23%"
    assert numbers.decimal_range(20.94, 21.51) == "20.9–21.5"
    assert numbers.share_range(None, 0.5) == numbers.decimal_range(1.0, None) == "–"


def test_dates_are_the_courts():
    """An instant late in the day, UTC, is the next day at UTC+8."""
    assert numbers.court_date(1_598_198_400_000_000 - 1).date().isoformat() == "2020-08-23"
    assert numbers.court_date(1_598_198_400_000_000).date().isoformat() == "2020-08-24"


@pytest.mark.parametrize(
    ("value", "text"), [(66.8796, "66.88"), (17028.11, "17,028"), (3502.0, "3,502"), ("≤ 2", "≤ 2")]
)
def test_a_computed_figure_has_four_digits(value, text):
    """Digits beyond the fourth say nothing; a whole number stays whole."""
    assert numbers.measured(value) == text

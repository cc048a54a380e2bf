"""How values and the distances between them are written."""

from __future__ import annotations

from trustkpi.kpi import COUNT_SHOWN, PER_100_SHOWN, PERCENT_SHOWN, POUNDS_SHOWN


def test_values_are_rounded_half_up_where_they_are_shown() -> None:
    assert PERCENT_SHOWN.text(2.25) == "2.3%"
    assert PERCENT_SHOWN.text(-2.25) == "-2.3%"
    assert COUNT_SHOWN.text(1234.5) == "1,235"
    assert POUNDS_SHOWN.text(1234.5) == "£1,235"
    assert POUNDS_SHOWN.text(-1234.5) == "-£1,235"


def test_a_distance_is_told_in_its_unit() -> None:
    assert PERCENT_SHOWN.apart(1) == "1 percentage point"
    assert PERCENT_SHOWN.apart(1.5) == "1.5 percentage points"
    assert PER_100_SHOWN.apart(0.5) == "0.5 per 100"
    assert COUNT_SHOWN.apart(20) == "20"
    assert POUNDS_SHOWN.apart(5000) == "£5,000"

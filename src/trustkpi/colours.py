"""Red, amber, green or grey for one figure, and whether it moved for better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trustkpi.kpi import Bands, Comparator, Kpi, Polarity
from trustkpi.shown import displayed

GREEN, AMBER, RED, GREY = "Green", "Amber", "Red", "Grey"
_COLUMN = {
    Comparator.NATIONAL: "national", Comparator.LAST_YEAR: "last_year", Comparator.LAST_PERIOD: "last_period",
    Comparator.TARGET: "target",
}  # fmt: skip
_CALLED = {
    Comparator.NATIONAL: "the national figure", Comparator.LAST_YEAR: "the same period last year",
    Comparator.LAST_PERIOD: "last period", Comparator.TARGET: "the target",
}  # fmt: skip
# What a band takes its points from: where its own comparator has no figure of the same period, the next that has.
_IN_TURN = {
    Comparator.NATIONAL: (Comparator.NATIONAL, Comparator.LAST_YEAR, Comparator.TARGET),
    Comparator.LAST_YEAR: (Comparator.LAST_YEAR,),
    Comparator.LAST_PERIOD: (Comparator.LAST_PERIOD,),
    Comparator.TARGET: (Comparator.TARGET,),
}
LIMITS = "limits"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rated:
    """A colour, what it was held against ("national", "last year", "target", "limits") and why, in words."""

    rag: str
    reason: str
    colours_by: str = ""


def rated(kpi: Kpi, row: Row, band: Bands | None) -> Rated:
    """The colour of a row that carries value, mark and comparators; limits are inclusive."""
    if row.get("mark"):
        return Rated(GREY, "suppressed: so few people stand behind it, or it would give another figure away")
    if row["value"] is None:
        return Rated(GREY, "no data: nothing was returned from which it could be worked out")
    if kpi.polarity is Polarity.NEITHER:
        return Rated(GREY, "for information: neither way is better")
    if band is None:
        return Rated(
            GREY,
            "no limits are set: none was found in DfE's guide for trustees, Understanding your data, and the trust has set none",
        )
    return _by_limits(kpi, row, band) if band.relative_to is None else _by_comparator(kpi, row, band, band.relative_to)


def _by_limits(kpi: Kpi, row: Row, band: Bands) -> Rated:
    if row["breakdown"]:
        return Rated(GREY, "no limits are set: they are for the whole, and nobody set them for a group")
    value, green, amber = (displayed(v, kpi.shown.places) for v in (row["value"], band.green, band.amber))
    sign = -1 if kpi.polarity is Polarity.HIGHER_IS_BETTER else 1
    side = "or more" if sign < 0 else "or less"
    near = f"amber at {kpi.shown.text(band.amber)} {side}" if amber != green else "else red"
    why = f"green at {kpi.shown.text(band.green)} {side}, {near}"
    return Rated(_colour(sign * value, sign * green, sign * amber), why, LIMITS)


def _by_comparator(kpi: Kpi, row: Row, band: Bands, first: Comparator) -> Rated:
    against = next((c for c in _IN_TURN[first] if _usable(row, c)), None)
    if against is None:
        return Rated(GREY, _nothing_to_hold_against(row, first))
    held, places = displayed(row[_COLUMN[against]], kpi.shown.places), kpi.shown.places
    away = displayed(row["value"], places) - held
    worse = -away if kpi.polarity is Polarity.HIGHER_IS_BETTER else away
    limits = [Decimal(repr(float(limit))) for limit in (band.green, band.amber)]
    stands = f"{kpi.shown.apart(abs(away))} {'above' if away > 0 else 'below'}" if away else "level with"
    why = f"{stands} {_CALLED[against]} ({kpi.shown.text(held)}); amber to {kpi.shown.apart(limits[1])} worse"
    return Rated(_colour(worse, *limits), why, against.value)


def _usable(row: Row, against: Comparator) -> bool:
    if against is Comparator.TARGET and row.get("behind"):  # a target is for the whole trust
        return False
    same = against is not Comparator.NATIONAL or row["same_period"]
    return bool(same) and row[_COLUMN[against]] is not None


def _nothing_to_hold_against(row: Row, first: Comparator) -> str:
    if row.get("behind"):
        return f"not like for like: it counts only {row['behind']}, and there is no figure for just those"
    if first is not Comparator.NATIONAL:
        return f"no data: there is no figure for {_CALLED[first]}"
    if row["breakdown"]:
        return "not published: no national figure of this group and period, and no figure of a year before"
    what = f"only {row['national_label']}" if row["national_label"] else "no national figure"
    return f"not published: {what}, none of the same period; nor is there a figure of a year before or a target"


def _colour(worse: Decimal, green: Decimal, amber: Decimal) -> str:
    return GREEN if worse <= green else AMBER if worse <= amber else RED


def direction(kpi: Kpi, row: Row, *, same_year: bool) -> str:
    """Better, Worse or Same as printed, against a year before, else against last period of the same year; else blank."""
    before = row["last_year"] if row["last_year"] is not None else row["last_period"] if same_year else None
    if row["value"] is None or row.get("mark") or before is None or kpi.polarity is Polarity.NEITHER:
        return ""
    change = displayed(row["value"], kpi.shown.places) - displayed(before, kpi.shown.places)
    if not change:
        return "Same"
    return "Better" if (change < 0) == (kpi.polarity is Polarity.LOWER_IS_BETTER) else "Worse"

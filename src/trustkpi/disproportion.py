"""How many times as likely one group is as everyone else, and how sure that is: worked out from published figures alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from trustkpi.conduct import GROUPS
from trustkpi.derived import GRAIN, Derived
from trustkpi.kpi import Breakdown
from validation.model import DECIMAL, TEXT, cell
from validation.returns.attendance import Pupils
from validation.returns.exclusions import Events

_FEWEST = 5  # pupils in a numerator; product default, as no national rule was found
_CONFIDENT = 1.959963984540054  # standard errors either side for 95%
_WHERE = ("period", "grain", "place")
# A year group's rate says how the phases differ in this trust, not how a group is treated.
_HELD = tuple(b for b in GROUPS if b.name != "year_group")
_LABELS = tuple(f"{b.title}: {group}" for b in _HELD for group in b.groups)
_TITLES = {b.name: b.title for b in _HELD}
RATIOS = Breakdown("disparity", "Group against everyone else", pl.col("group"), _LABELS)


class RatioOfRates(
    Derived,
    made_from=(Events, Pupils),
    title="Group against everyone else",
    one_row="one group of an academy or the trust",
    intro="Made from published shares by group: nothing that is withheld enters.",
    key=("group",),
):
    """Derived rows: nobody types them."""

    group: str = cell("Group", unit=TEXT, help="The group.", example="Sex: Male")
    ratio: float = cell("Ratio", unit=DECIMAL, help="Its share divided by that of everyone else.", example=1.8)
    low: float = cell("At least", unit=DECIMAL, help="Lower end of the 95% interval.", example=1.2)
    high: float = cell("At most", unit=DECIMAL, help="Upper end of the 95% interval.", example=2.7)


def ratios_of(kpi: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """What makes the rows of RatioOfRates from rated results: one a group whose share, and the whole's, may be seen."""

    def rows(rated: pl.DataFrame) -> pl.DataFrame:
        seen = rated.filter((pl.col("kpi") == kpi) & pl.col("value").is_not_null() & (pl.col("grain") != "phase"))
        whole = seen.filter(pl.col("breakdown") == "").select(*_WHERE, all_in="numerator", all_of="denominator")
        both = seen.filter(pl.col("breakdown").is_in([*_TITLES])).join(whole, on=list(_WHERE), maintain_order="left")
        made = [row for found in both.iter_rows(named=True) for row in _row(found)]
        schema = dict.fromkeys(("academy", "period", GRAIN, "group"), pl.String) | dict.fromkeys(
            ("ratio", "low", "high"), pl.Float64
        )
        return pl.DataFrame(made, schema=schema, orient="row")

    return rows


def _row(found: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    theirs, of = found["numerator"], found["denominator"]
    others, of_others = found["all_in"] - theirs, found["all_of"] - of
    if min(theirs, others) < _FEWEST or theirs > of or others > of_others:
        return
    ratio, low, high = ratio_with_interval(theirs, of, others, of_others)
    place = found["place"] if found["grain"] == "academy" else ""
    yield place, found["period"], found["grain"], f"{_TITLES[found['breakdown']]}: {found['group']}", ratio, low, high


def ratio_with_interval(theirs: int, of: int, others: int, of_others: int) -> tuple[float, float, float]:
    """The ratio of two shares and its 95% interval by the logarithm of the ratio, whose error is near enough normal."""
    ratio = (theirs * of_others) / (of * others)
    error = math.sqrt(1 / theirs - 1 / of + 1 / others - 1 / of_others)
    return ratio, ratio * math.exp(-_CONFIDENT * error), ratio * math.exp(_CONFIDENT * error)

"""The same for the pay pages, the statement and the file of the government's service."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.attack.finished import Cell
from tests.attack.readings import LESS, PEOPLE, REST, SHARE, At, Found, Known, Line, Printed, Reader, of_a_kind, whole

_QUARTERS = {"Lower": "Lower", "LowerMiddle": "Lower middle", "UpperMiddle": "Upper middle", "Top": "Upper"}
_SIX = {
    "Mean gap in hourly pay": "gpg_mean_hourly", "Median gap in hourly pay": "gpg_median_hourly",
    "Mean gap in bonus pay": "gpg_mean_bonus", "Median gap in bonus pay": "gpg_median_bonus",
    "Men who were paid a bonus": "men_paid_bonus_pct", "Women who were paid a bonus": "women_paid_bonus_pct",
}  # fmt: skip
_SERVICE = {
    "DiffMeanHourlyPercent": "gpg_mean_hourly", "DiffMedianHourlyPercent": "gpg_median_hourly",
    "DiffMeanBonusPercent": "gpg_mean_bonus", "DiffMedianBonusPercent": "gpg_median_bonus",
    "MaleBonusPercent": "men_paid_bonus_pct", "FemaleBonusPercent": "women_paid_bonus_pct",
}  # fmt: skip
_ALL_OTHERS = {"All other ethnic groups": "epg", "Disabled": "dpg"}
_SNAPSHOT = re.compile(r"\d+ March \d{4}$")


def of_any_kind(headings: tuple[str, ...]) -> Reader | None:
    """How the grids of all our workbooks are read."""
    first, second = headings[0], headings[1] if len(headings) > 1 else ""
    kinds: dict[str, Reader] = {
        "Hourly pay quarter": _of_quarter, "Staff": _of_staff, "Term-time hours spread over": _of_hours, "Answers": _of_measure,
        "People employed on the snapshot date": _of_standing, "Academy": _of_academy, "Share of the quarter": _of_share,
    }  # fmt: skip
    if first == "Academy" and second != "Mean gap":
        return None
    if (first == "Measure" and _SNAPSHOT.match(second)) or first in kinds:
        return kinds.get(first, _of_measure)
    if first.startswith("Compared with: "):
        return _of_group
    if first.startswith("Employees by "):
        return _of_composition
    return _of_statement if second in {"Figure", "Per cent"} else of_a_kind(headings)


def _trust(kpi: str, known: Known, breakdown: str = "", group: str = "") -> At:
    return replace(whole(known.kpis[kpi], "Trust", known), breakdown=breakdown, group=group)


def _dated(at: At, column: int, line: Line) -> Found:
    """A figure by its heading: the snapshot's, that of the year before, the change between them, or the people."""
    heading, dates = line.headings[column], [h for h in line.headings if _SNAPSHOT.search(h)]
    then = replace(at, period=line.known.last_year)
    if heading.startswith("Change"):
        return (at, then), LESS
    if heading == "Number counted":
        return (replace(at, part=PEOPLE),), ""
    if not _SNAPSHOT.search(heading):
        return None
    now = max(int(h[-4:]) for h in dates)
    return (at if int(heading[-4:]) == now else then,), ""


def _of_measure(line: Line, column: int) -> Found:
    kpi = line.known.kpi(line.row[line.headings[0]])
    return _dated(_trust(kpi.name, line.known), column, line) if kpi and column else None


def _of_quarter(line: Line, column: int) -> Found:
    heading = line.headings[column]
    at = _trust("women_in_quarter_pct", line.known, "quarter", str(line.row[line.headings[0]]))
    if heading == "Men":
        return (at,), REST
    return ((at,), "") if heading == "Women" else _dated(at, column, line)


def _of_staff(line: Line, column: int) -> Found:
    group, known, heading = str(line.row["Staff"]), line.known, line.headings[column]
    by = next(b for b in known.kpis["gpg_mean_hourly"].breakdowns if group in {"All", *b.groups})
    mean = column < line.headings.index(next(h for h in line.headings if h.startswith("Median"))) or heading == "Number counted"
    at = _trust(f"gpg_{'mean' if mean else 'median'}_hourly", known)
    return _dated(at if group == "All" else replace(at, breakdown=by.name, group=group), column, line)


def _of_hours(line: Line, column: int) -> Found:
    spread = {"weeks paid": "paid", "weeks worked": "worked", "contract hours": "contract"}[
        str(line.row[line.headings[0]]).partition(" (")[0]
    ]
    return (
        ((_trust(f"gpg_{line.headings[column].partition(' ')[0].lower()}_hourly_{spread}", line.known),), "") if column else None
    )


def _of_standing(line: Line, column: int) -> Found:
    group = str(line.row[line.headings[0]])
    at = _trust("relevant_employees", line.known)
    return ((at if group == "All" else replace(at, breakdown="standing", group=group),), "") if column else None


def _of_academy(line: Line, column: int) -> Found:
    heading = line.headings[column]
    names = {"Mean gap": "gpg_mean_hourly", "Median gap": "gpg_median_hourly", "Women": "women_in_quarter_pct"}
    at = whole(line.known.kpis[names.get(heading, "gpg_mean_hourly")], str(line.row["Academy"]), line.known)
    return ((replace(at, part=PEOPLE if heading == "Number counted" else at.part),), "") if column else None


def _by(short: str, known: Known) -> str:
    return next(b.name for b in known.kpis[f"{short}_mean"].breakdowns)


def _of_group(line: Line, column: int) -> Found:
    """Gaps by ethnicity or disability: of all others, or of a group."""
    group, known = str(line.row[line.headings[0]]), line.known
    short = "dpg" if "Not disabled" in line.headings[0] else "epg"
    before = [h for h in line.headings[: column + 1] if not _SNAPSHOT.fullmatch(h) and not h.startswith("Change")][-1]
    name = "bonus_paid_pct" if before == "Paid a bonus" else "mean" if before == "Number counted" else "_".join(
        word for word in before.partition(",")[0].lower().split() if word in {"mean", "median", "bonus"}
    )  # fmt: skip
    if not column:
        return None
    at = _trust(f"{short}_{name}", known)
    at = (
        at
        if group in _ALL_OTHERS and (short == "epg" or name != "bonus_paid_pct")
        else replace(at, breakdown=_by(short, known), group=group)
    )
    return _dated(at, column, line) or ((at,), "")


def _of_share(line: Line, column: int) -> Found:
    title, heading = str(line.row[line.headings[0]]), line.headings[column]
    kpi = next(k for k in line.known.kpis.values() if k.title == f"{title} in each pay quarter")
    quarter = "" if heading == "Whole" else heading
    return ((_trust(kpi.name, line.known, "quarter" if quarter else "", quarter),), "") if column else None


def _of_composition(line: Line, column: int) -> Found:
    kpi, heading = line.known.kpis[line.headings[0].lower().replace(" ", "_")], line.headings[column]
    group, every = str(line.row[line.headings[0]]), _trust(kpi.name, line.known)
    at = every if group == "All" else replace(every, breakdown=kpi.breakdowns[0].name, group=group)
    if heading == "Share of all":
        return (at, every), SHARE
    return ((at,), "") if heading == "Number" else None


def _of_statement(line: Line, column: int) -> Found:
    named = str(line.row[line.headings[0]])
    who, _, quarter = named.partition(": ")
    if not column or not (named in _SIX or who in {"Men", "Women"}):
        return None
    if named in _SIX:
        return (_trust(_SIX[named], line.known),), ""
    return (_trust("women_in_quarter_pct", line.known, "quarter", quarter),), REST if who == "Men" else ""


def service_file(path: Path, known: Known) -> Iterator[Printed]:
    """The figures of the file for the government's service."""
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    for at, (name, says) in enumerate(row.items()):
        cell = Cell(path.name, 1, at, says)
        share = re.fullmatch(r"(Male|Female)(\w+)Quartile", name)
        if name in _SERVICE:
            yield Printed(cell, (_trust(_SERVICE[name], known),), says)
        elif share:
            women = _trust("women_in_quarter_pct", known, "quarter", _QUARTERS[share[2]])
            yield Printed(cell, (women,), says, REST if share[1] == "Male" else "")

"""Every KPI and register by the examples of tests/examples/kpis, worked by hand: rows in, figures and lists out."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from trustkpi.behind import rows_behind
from trustkpi.catalogue import catalogue, registers
from trustkpi.facts import RESULTS, TRUST, Academy
from trustkpi.gaps import gaps
from trustkpi.measure import measure
from trustkpi.rate import rate
from trustkpi.register import listed
from trustkpi.submissions import Submissions
from trustkpi.trust import Trust
from validation.model import Sheet
from validation.periods import Period, period
from validation.returns import returns
from validation.returns.attendance import Pupils

FOLDER = Path(__file__).parents[2] / "examples" / "kpis"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
EXAMPLES = [case for book in FILES.values() for case in book.get("example", [])]
PHASES = {"Ambleside": "Primary", "Woodlands": "Special", "Denewood": "Alternative provision"}
TRUST_OF_THREE = Trust("Example", academies=tuple(Academy(n, "", p, date(2019, 9, 1)) for n, p in PHASES.items()))
KPIS = list(catalogue().values())
USUAL = {
    "academy": "Ambleside",
    "upn": "A",
    "sex": "F",
    "born": date(2015, 5, 17),
    "year_group": "5",
    "boarder": "N",
    "ethnicity": "WBRI",
    "language": "ENG",
    "fsm": False,
    "fsm6": False,
    "sen": "N",
    "medical": False,
    "looked_after": False,
    "child_in_need": False,
    "child_protection": False,
    "joined": date(2025, 9, 4),
    "possible": 0,
    "present": 0,
    "educational": 0,
    "authorised": 0,
    "unauthorised": 0,
}


def rows_of(case: dict[str, Any]) -> dict[type[Sheet], pl.DataFrame]:
    """The rows of an example by sheet, with every derived table made from them; sheets that it does not name are empty."""
    if "pupils" in case:
        return {Pupils: pupils(case)}
    given = {sheet_called(title): frame_of(sheet_called(title), rows, case) for title, rows in case["rows"].items()}
    wanted = [k.reads for k in KPIS if k.derived is None] + [r.reads for r in registers().values()]

    def read(sheet: type[Sheet], _: str, __: object) -> pl.DataFrame:
        return given.get(sheet, frame_of(sheet, [], case))

    of_the_run = {Submissions: read(Submissions, "", ())}
    return rows_behind(wanted, read, {}, PHASES, of_the_run=of_the_run)


def sheet_called(title: str) -> type[Sheet]:
    """The sheet of that title, or of `return: title` where several returns have one."""
    if title == Submissions.facts().title:
        return Submissions
    found = [s for r in returns().values() for s in r.sheets if title in (s.facts().title, f"{r.name}: {s.facts().title}")]
    assert len(found) == 1, f"{title} names {len(found)} sheets"
    return found[0]


def frame_of(sheet: type[Sheet], rows: list[dict[str, Any]], case: dict[str, Any]) -> pl.DataFrame:
    of = period(case.get("period", "2025-26-autumn"))
    blank = {name: about.blank_means for name, about in sheet.cells().items()} | {"academy": "Ambleside"}
    blank |= USUAL | {"status": "C"} if sheet is Pupils else {}
    schema = {**sheet.dtypes(), "academy": pl.String(), "period": pl.String(), "_opens": pl.Date(), "_closes": pl.Date()}
    strange = {name for row in rows for name in row} - {*schema}
    assert not strange, f"{sheet.facts().title} has no column {sorted(strange)}"
    return pl.DataFrame([blank | when(of, case) | row | earlier(row) for row in rows], schema=schema)


def when(of: Period, case: dict[str, Any]) -> dict[str, Any]:
    return {"period": of.name, "_opens": of.year_opens, "_closes": case.get("closes", of.closes)}


def earlier(row: dict[str, Any]) -> dict[str, Any]:
    """A row may be of another period than its example's."""
    return when(period(row["period"]), row) if "period" in row else {}


def pupils(case: dict[str, Any]) -> pl.DataFrame:
    of = period(case.get("period", "2025-26-autumn"))
    blank = {name: about.blank_means for name, about in Pupils.cells().items()}
    rows = [blank | USUAL | row for row in case["pupils"]]
    schema = {**Pupils.dtypes(), "academy": pl.String}
    frame = pl.DataFrame(rows, schema=schema)
    closes = case.get("closes", date(2025, 12, 19))
    return frame.with_columns(period=pl.lit(of.name), _opens=pl.lit(of.year_opens), _closes=pl.lit(closes))


def one(results: pl.DataFrame, wanted: dict[str, Any]) -> dict[str, Any]:
    kpi = catalogue()[wanted["kpi"]]
    where = {
        "population": kpi.over.name if kpi.over else "", "grain": "trust", "place": TRUST, "breakdown": "", "group": "",
    } | wanted  # fmt: skip
    keys = ("kpi", "population", "grain", "place", "breakdown", "group")
    return results.row(by_predicate=pl.all_horizontal(pl.col(k) == where[k] for k in keys), named=True)


def in_words(value: object) -> object:
    return "" if value is None else value


@cache
def results_of(at: int) -> pl.DataFrame:
    """The results of the KPIs that an example names; of all, where it says that something is absent or rated."""
    case = EXAMPLES[at]
    named = {w["kpi"] for part in ("expected", "gaps") for w in case.get(part, [])}
    every = "rated" in case or "absent" in case
    return measure(rows_of(case), [k for k in KPIS if every or k.name in named], phases=PHASES)


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["name"])
def test_an_example_comes_out_as_by_hand(case: dict[str, Any]) -> None:
    results = results_of(EXAMPLES.index(case))
    for wanted in case.get("lists", []):
        register, rows = registers()[wanted["register"]], rows_of(case)
        lines = listed(register, rows[register.reads]).drop("period").rows()
        assert [[in_words(value) for value in line] for line in lines] == wanted["rows"]
    for wanted in case.get("expected", []):
        found = one(results, wanted)
        assert {k: found[k] for k in wanted} == wanted
    for wanted in case.get("gaps", []):
        held = gaps(results, KPIS).filter(pl.col("grain") == "trust", pl.col("population") == "cohort")
        keys = ("kpi", "breakdown", "group", "less")
        row = held.row(by_predicate=pl.all_horizontal(pl.col(k) == wanted[k] for k in keys), named=True)
        assert row["gap"] == pytest.approx(wanted["gap"], abs=1e-12)
    assert not set(case.get("absent", [])) & set(results["kpi"])
    if "rated" in case:
        _rated_as_by_hand(case, results)


def _rated_as_by_hand(case: dict[str, Any], results: pl.DataFrame) -> None:
    rated = rate(results, pl.DataFrame(schema=RESULTS), TRUST_OF_THREE, KPIS, case["closes"])
    for wanted in case["rated"]:
        found = one(rated, wanted)
        near = {k: pytest.approx(v, abs=1e-6) for k, v in wanted.items() if isinstance(v, float)}
        assert {k: found[k] for k in wanted} == wanted | near


def test_every_kpi_has_an_example() -> None:
    told = {
        w["kpi"]
        for book in FILES.values()
        for case in book.get("example", [])
        for w in (*case.get("expected", []), *case.get("rated", []))
    }
    assert told == set(catalogue())


def test_every_register_has_an_example() -> None:
    assert {w["register"] for case in EXAMPLES for w in case.get("lists", [])} == set(registers())


def test_nobody_is_counted_who_is_not_there() -> None:
    # A person may be both in a sum and in what is left of its denominator; nobody is in neither but of a sum alone.
    results = pl.concat([results_of(at) for at in range(len(EXAMPLES))])
    assert results.filter(pl.max_horizontal("people_in", "people_out") > pl.col("people")).is_empty()
    shares = results.filter(pl.col("denominator").is_not_null())
    assert shares.filter(pl.col("people_in") + pl.col("people_out") < pl.col("people")).is_empty()
    assert shares.filter(pl.col("people") <= 0).is_empty()
    assert results.filter((pl.col("people") <= 0) & (pl.col("numerator") != 0)).is_empty()  # a number of nothing is nought

"""Every KPI by the examples of tests/examples/kpis, worked by hand: pupils in, figures out."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from trustkpi.catalogue import catalogue
from trustkpi.facts import RESULTS, TRUST, Academy
from trustkpi.gaps import gaps
from trustkpi.measure import measure
from trustkpi.rate import rate
from trustkpi.trust import Trust
from validation.periods import period
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


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["name"])
def test_an_example_comes_out_as_by_hand(case: dict[str, Any]) -> None:
    results = measure({Pupils: pupils(case)}, KPIS, phases=PHASES)
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
        assert {k: found[k] for k in wanted} == wanted


def test_every_kpi_has_an_example() -> None:
    told = {
        w["kpi"]
        for book in FILES.values()
        for case in book.get("example", [])
        for w in (*case.get("expected", []), *case.get("rated", []))
    }
    assert told == set(catalogue())


def test_people_in_and_out_are_the_people() -> None:
    mixed = [case for case in EXAMPLES if len(case["pupils"]) > 3]
    results = pl.concat([measure({Pupils: pupils(case)}, KPIS, phases=PHASES) for case in mixed])
    assert results.filter(pl.col("people_in") + pl.col("people_out") != pl.col("people")).is_empty()
    assert results.filter(pl.col("people") <= 0).is_empty()

"""A small school worked out by hand: typed into its template by Calc, run, and read back from the recalculated pack."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.conftest import Typist, recalculated
from tests.journeys.test_a_return_and_back import keyed
from trustkpi.demo.upn import synthetic_upn
from trustkpi.excel.fill import Fill
from trustkpi.folder import TrustFolder
from validation.trust_settings import Academies, Calendar, Committees, Meetings, Options

PERIOD, CLOSES = "2025-26-autumn", date(2025, 12, 19)
GIRL = {"sex": "F", "possible": 140, "present": 133, "code_am": 70, "code_pm": 63, "authorised": 7, "code_i": 7,
        "unauthorised": 0, "educational": 0}  # fmt: skip
BOY = {"sex": "M", "possible": 140, "present": 126, "code_am": 70, "code_pm": 53, "code_l": 3, "authorised": 10, "code_i": 10,
       "unauthorised": 4, "code_o": 4, "educational": 0}  # fmt: skip
AWAY = {"sex": "M", "possible": 140, "present": 60, "code_am": 30, "code_pm": 30, "authorised": 50, "code_i": 50,
        "unauthorised": 30, "code_o": 30, "educational": 0}  # fmt: skip

# Twelve girls who each missed 7 of 140 sessions, six boys who missed 14 (a tenth, so persistently absent) and were late three
# times, six who missed 80 (more than half). By hand, of 24 x 140 = 3,360 sessions:
#   authorised 12x7 + 6x10 + 6x50 = 444;  unauthorised 6x4 + 6x30 = 204;  absence 648;  attended 3,360 - 648 = 2,712;  late 18.
BY_HAND = {
    ("absence_rate", "All", "All"): (648, 3360, "19.3"),
    ("attendance_rate", "All", "All"): (2712, 3360, "80.7"),
    ("authorised_absence_rate", "All", "All"): (444, 3360, "13.2"),
    ("unauthorised_absence_rate", "All", "All"): (204, 3360, "6.1"),
    ("late_rate", "All", "All"): (18, 3360, "0.5"),
    ("persistent_absence_rate", "All", "All"): (12, 24, "50.0"),
    ("severe_absence_rate", "All", "All"): (6, 24, "25.0"),
    ("absence_rate", "Sex", "Female"): (84, 1680, "5.0"),
    ("absence_rate", "Sex", "Male"): (564, 1680, "33.6"),
}


def pupils() -> list[dict[str, object]]:
    sorts = [GIRL] * 12 + [BOY] * 6 + [AWAY] * 6
    return [
        {"upn": synthetic_upn(1, 20, n), "born": "17/05/2016", "year_group": "5", **sort} for n, sort in enumerate(sorts, start=1)
    ]


def small_trust(folder: Path) -> TrustFolder:
    """A trust of one primary academy that is asked for its autumn attendance."""
    rows: dict[Any, list[tuple[object, ...]]] = {
        Options: [("trust name", "One School Trust (synthetic data)", None, None), ("current period", PERIOD, None, None)],
        Academies: [("Ambleside", "999001", "Primary", date(2020, 9, 1), None, None)],
        Committees: [("Standards and Achievement", "Oversees.", "Chair", "Director of Education", "Note.")],
        Meetings: [("Standards and Achievement", PERIOD, date(2026, 2, 5))],
        Calendar: [("attendance", PERIOD, CLOSES, date(2026, 1, 16), date(2026, 1, 23))],
    }
    tables = {s.facts().title: pl.DataFrame(lines, schema=s.dtypes(), orient="row") for s, lines in rows.items()}
    return TrustFolder.create(folder, settings=Fill(rows=tables, synthetic=True))


def trustkpi(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "trustkpi", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def figures(pack: Path) -> dict[tuple[str, str, str], tuple[int, int, float]]:
    """The trust's figures as the data page shows them: numerator, denominator and value."""
    page = openpyxl.load_workbook(pack, data_only=True)["Pupil absence data"]
    lines = list(page.iter_rows(values_only=True))
    top = next(i for i, line in enumerate(lines) if line[0] == "KPI")
    told = [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :] if line[0]]
    return {
        (row["KPI"], row["Breakdown"], row["Group"]): (row["Numerator"], row["Denominator"], row["Value"])
        for row in reversed(told)  # a KPI's own population stands before the one beside it
        if row["Level"] == "Trust"
    }


def shown(value: float) -> str:
    return str(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


@pytest.mark.office
def test_a_small_school_comes_out_as_worked_by_hand(tmp_path: Path, calc: Typist) -> None:
    folder = small_trust(tmp_path / "trust")
    trustkpi("templates", "--trust", str(folder.path))
    (template,) = folder.templates.rglob("*Ambleside*.xlsx")
    sent = calc(template, folder.inbox / "Ambleside attendance.xlsx", keyed(template, pupils()))
    day = datetime(2026, 1, 8, tzinfo=UTC).timestamp()
    os.utime(sent, (day, day))
    sent.with_suffix(".json").unlink()

    trustkpi("run", "--trust", str(folder.path))

    pack = folder.packs / PERIOD / "Standards and Achievement.xlsx"
    for found in (figures(pack), figures(recalculated(pack, tmp_path))):
        told = {key: (*found[key][:2], shown(found[key][2])) for key in BY_HAND}
        assert told == BY_HAND

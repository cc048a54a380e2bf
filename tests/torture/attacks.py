"""The attack on what is published, in full: each year's periods together, and a demo whose second issues have one more return."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from flows import outward
from flows.work import Work, work_of
from tests.attack import packs
from tests.attack.everything import Everything
from trustkpi.catalogue import catalogue
from validation.periods import period

_LATE = "Woodlands attendance 2025-26-spring.xlsx"


@dataclass
class Figures:
    """What was attacked, and what was told."""

    attacks: int = 0
    withheld: int = 0
    faults: list[str] = field(default_factory=list)


def torture(folder: Path, watch: Callable[[Figures], object]) -> Figures:
    """The figures of attacks on all periods as they would be published, and on two issues of real packs together."""
    done, trust = Figures(), folder / "trust"
    _run("init", str(trust), "--demo")
    (late,) = trust.rglob(f"inbox/**/{_LATE}")
    held = late.rename(folder / late.name)
    issues = [_issued(trust, folder / "first")]
    _run("finalise", "--trust", str(trust))
    held.rename(late)
    issues.append(_issued(trust, folder / "second", "* issue 2.xlsx"))
    again = issues[1][1].select("kpi").unique()  # the committees whose packs are the same have no second issue
    _attack("two issues", [tuple(told.join(again, on="kpi", how="semi") for told in issue) for issue in issues], done)
    watch(done)
    work = _work(trust)
    results = outward.measure(work)
    seen = outward.suppress(results, work)
    for year in sorted({period(name).year for name in results["period"].unique()}):
        names = sorted((n for n in results["period"].unique() if period(n).year == year), key=lambda n: period(n).closes)
        # Together, since what is counted since September is the term's and what was counted a term before.
        _attack(f"{year}", [tuple(told.filter(pl.col("period") == n) for told in (results, seen)) for n in names], done)
        watch(done)
    return done


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "trustkpi", *words], check=True, capture_output=True)


def _work(trust: Path) -> Work:
    return work_of(trust, None, None, None)


def _issued(trust: Path, apart: Path, named: str = "*.xlsx") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The figures as measured, and as the packs of that name have them."""
    _run("run", "--trust", str(trust))
    work = _work(trust)
    apart.mkdir()
    for pack in (trust / "packs" / work.period.name).glob(named):
        (apart / pack.name).write_bytes(pack.read_bytes())
    published = packs.figures(apart, catalogue())
    measured = outward.measure(work).filter(pl.col("period") == work.period.name)
    return measured.join(published.select("kpi").unique(), on="kpi", how="semi"), published


def _attack(what: str, issues: Sequence[Any], done: Figures) -> None:
    attack = Everything(issues, catalogue())
    done.attacks += 1
    done.withheld += len(attack.secret)
    done.faults += [f"{what}: {t.kpi[0]} {t.part} {' '.join(t.cell)} is between {t.between}" for t in attack.narrow()]

"""Reads, checks, stores, measures and packs a folder of returns, and tells how long each took and the most memory held."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from bench.data import TERM, academy
from trustkpi.catalogue import catalogue
from trustkpi.check import check_readings
from trustkpi.demo.trust_workbook import settings_tables
from trustkpi.excel.page import write_pack
from trustkpi.facts import Reading, Submission
from trustkpi.kpi import Kpi
from trustkpi.measure import measure
from trustkpi.pack import PackContext, pack
from trustkpi.packs import committee_packs
from trustkpi.rate import history, rate
from trustkpi.read import read_all
from trustkpi.seen import seen
from trustkpi.standing import rows_for
from trustkpi.status import status
from trustkpi.store import Store
from trustkpi.trust import Trust
from validation.returns import returns
from validation.returns.attendance import Pupils
from validation.trust_settings import Academies

AS_AT = date(2025, 12, 19)
RECEIVED = datetime(2026, 1, 5, tzinfo=UTC)
QUERIES = ("academy", "sheet", "label", "says", "explanation")


@contextmanager
def timed(spent: dict[str, float], name: str) -> Iterator[None]:
    """Notes the seconds that the block takes."""
    began = time.perf_counter()
    yield
    spent[name] = time.perf_counter() - began


def most_memory() -> float:
    """The most that this process ever held, in MB."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def the_trust(academies: int) -> Trust:
    """A trust of so many primary academies."""
    rows = [(academy(n), str(100000 + n), "Primary", date(2017, 9, 1), None, None) for n in range(1, academies + 1)]
    names = ["academy", "urn", "phase", "joined", "left", "known_as"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    frame = frame.select((pl.col(n) if n in names else pl.lit(None)).cast(t).alias(n) for n, t in Academies.dtypes().items())
    kept = {title: table for title, table in settings_tables().items() if title not in {"Targets", "Headlines"}}
    return Trust.from_tables(kept | {Academies.facts().title: frame})


def keep(store: Store, paths: list[Path], readings: list[Reading]) -> None:
    """Every return accepted."""
    for path, reading in zip(paths, readings, strict=True):
        wrong = reading.refused or [f"{f.cell} {f.says}" for f in reading.errors[:3]]
        assert not wrong, (path, wrong)
        assert store.accept(Submission(path, reading.digest, RECEIVED, path.name), reading)


def packed(results: pl.DataFrame, trust: Trust, store: Store, kpis: list[Kpi]) -> int:
    """The bytes of the committee's workbook."""
    shown = seen(results, kpis, small_group=trust.small_group, pay_group=10)
    now = pl.col("period") == TERM.name
    rated = rate(shown.filter(now), shown.filter(~now), trust, kpis, AS_AT)
    earlier = history(shown.filter(now), shown.filter(~now), trust, kpis, AS_AT)
    state = status(store.ledger(), trust, TERM, AS_AT)
    queries = pl.DataFrame(schema=dict.fromkeys(QUERIES, pl.String()))
    context = PackContext(trust, TERM, AS_AT, {k.name: k for k in kpis}, state, queries, history=earlier)
    made = io.BytesIO()
    write_pack(pack(committee_packs()["Standards and Achievement"], rated, context), made)
    return len(made.getvalue())


def main(folder: Path, figures: Path, *, with_pack: bool) -> None:
    """Tells the seconds as one line of JSON, and writes what was measured.

    The job is what the peer does too: all sheets of both returns read and checked, every KPI of the attendance return
    measured. Measuring counts the people behind each figure, which the peer does not. The store is said apart: the rows are
    kept there and, as in a run, those that stand for the period are read back from it.
    """
    paths = sorted(folder.glob("*.xlsx"))
    trust = the_trust(len(paths) // 2)
    kpis = [k for k in catalogue().values() if k.reads is Pupils]
    returns()  # declarations are modules, and these are loaded before the clock starts, as the peer's are
    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as kept:
        store = Store(Path(kept) / "store")
        with timed(spent, "read"):
            readings = read_all(paths)
        with timed(spent, "check"):
            readings = check_readings(readings)
        rows = sum(t.frame.height for r in readings for t in r.tables.values())
        with timed(spent, "store"):
            keep(store, paths, readings)
            standing = rows_for([Pupils], store, trust, TERM, AS_AT)
        with timed(spent, "measure"):
            results = measure(standing, kpis, phases={a.name: a.phase for a in trust.academies})
        if with_pack:
            with timed(spent, "pack"):
                packed(results, trust, store, kpis)
    results.write_csv(figures)
    print(json.dumps(spent | {"rows": rows, "results": results.height, "peak_mb": round(most_memory())}))


main(Path(sys.argv[1]), Path(sys.argv[2]), with_pack="--no-pack" not in sys.argv)

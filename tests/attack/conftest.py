"""The demo as the attack has it: what is measured, what is issued, and the finished files read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from flows import outward
from flows.work import Work, work_of
from tests.attack.finished import Workbook, workbook
from tests.attack.issued_tables import Tables
from tests.attack.pay_readings import of_any_kind, service_file
from tests.attack.readings import Known, Printed, Words, printed
from trustkpi.catalogue import catalogue
from validation.periods import period

KPIS = catalogue()


@pytest.fixture(scope="session")
def work(demo_run: Path) -> Work:
    return work_of(demo_run, None, None, None)


@pytest.fixture(scope="session")
def every(work: Work) -> pl.DataFrame:
    """The demo's figures of all its periods as they are, withheld or not."""
    return outward.measure(work)


@pytest.fixture(scope="session")
def seen(every: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The same as they are issued."""
    return outward.suppress(every, work)


@pytest.fixture(scope="session")
def rated(seen: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The period's figures as its pages are made from them."""
    return outward.rate(seen, work)


@pytest.fixture(scope="session")
def tables(rated: pl.DataFrame, seen: pl.DataFrame, work: Work) -> Tables:
    """What is issued: the period's rated figures, those of the periods before, and what is worked out of rated ones."""
    derived = pl.col("kpi").is_in([k.name for k in KPIS.values() if k.derived])
    then = outward.history(seen, work)
    earlier = seen.filter(pl.col("period") != work.period.name)
    every = [t.select(seen.columns) for t in (rated, earlier, then.filter(derived))]
    return Tables.of(pl.concat(every), KPIS, work.period.name)


@pytest.fixture(scope="session")
def known(tables: Tables, work: Work) -> Known:
    named = {period(at.period).title.replace(" term", ""): at.period for at in tables.rows}
    return Known(KPIS, tuple(a.name for a in work.trust.academies), named, work.period.name)


@pytest.fixture(scope="session")
def books(demo_run: Path) -> dict[str, Workbook]:
    return {path.name: workbook(path) for path in sorted((demo_run / "packs").rglob("*.xlsx"))}


@pytest.fixture(scope="session")
def read(books: Mapping[str, Workbook], known: Known) -> dict[str, tuple[list[Printed], list[Words]]]:
    return {name: printed(book, known, of_any_kind) for name, book in books.items()}


@pytest.fixture(scope="session")
def figures(read: Mapping[str, tuple[list[Printed], list[Words]]], demo_run: Path, known: Known) -> list[Printed]:
    """The figures of all files, the csv's too."""
    (path,) = (demo_run / "packs").rglob("*.csv")
    return [*(one for found, _ in read.values() for one in found), *service_file(path, known)]

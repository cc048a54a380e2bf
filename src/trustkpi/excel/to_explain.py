"""The Explanations sheet of a corrections workbook: what the school has said, and a line for each query left to explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from trustkpi.excel.readdressed import ToMend
from trustkpi.excel.relaid import Relaid
from validation.cover import Explanations
from validation.findings import Finding
from validation.rules import ERROR

Row = dict[str, str | None]


@dataclass(frozen=True)
class ToExplain:
    """The rows of the sheet, and which of them (from 0) is each query's; those from `fresh` on want words."""

    rows: tuple[Row, ...]
    of: Mapping[Finding, int]
    fresh: int

    @property
    def frame(self) -> pl.DataFrame:
        """The rows as the reader types them."""
        return pl.DataFrame(self.rows, schema=Explanations.dtypes(), orient="row")


def to_explain(found: Iterable[ToMend], given: pl.DataFrame | None, sent: Mapping[str, Relaid]) -> ToExplain:
    """What is on the sheet: each line that was explained, then each query without words."""
    titles = {_plain(one.table.layout.tab): title for title, one in sent.items()}
    rows = [] if given is None else [row for row in given.rows(named=True) if row["explanation"]]
    for row in rows:
        row["sheet"] = titles.get(_plain(row["sheet"]), row["sheet"])
    fresh = len(rows)
    of = {}
    for finding in (one.finding for one in found if one.finding.severity != ERROR and not one.mended):
        fitting = [i for i, row in enumerate(rows) if _fits(row, finding)]
        # As on arrival, words given for that very query come before words on the column.
        named = [i for i in fitting if rows[i]["query"]]
        if not fitting:
            rows.append({"sheet": finding.sheet, "column": finding.label, "query": finding.says, "explanation": None})
        of[finding] = next(iter((*named, *fitting)), len(rows) - 1)
    return ToExplain(tuple(rows), of, fresh)


def _fits(row: Row, finding: Finding) -> bool:
    same = _plain(row["sheet"]) == _plain(finding.sheet) and _plain(row["column"]) == _plain(finding.label)
    return same and _plain(row["query"]).rstrip(".") in _plain(finding.says)


def _plain(words: str | None) -> str:
    return " ".join((words or "").split()).casefold()

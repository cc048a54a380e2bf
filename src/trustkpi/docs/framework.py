"""docs/framework.md: the committees' reporting framework, row by row, and what answers each row today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustkpi.catalogue import catalogue, registers
from trustkpi.coverage import COMMITTEES, Covered, coverage
from trustkpi.docs.markdown import page as whole
from trustkpi.docs.markdown import table

_INTRO = (
    "What the committees ask to see, and which KPIs and lists answer it. A row is answered when every measure it names is in",
    "the catalogue; `trustkpi coverage`, in a trust folder, also asks that a pack shows it.",
    "",
)


def page() -> str:
    """The whole page: totals by committee and theme, then every row."""
    rows = coverage(catalogue(), registers=registers())
    return whole("The reporting framework", _INTRO, _totals(rows), *(_of_committee(code, rows) for code in COMMITTEES))


def _themes(rows: Sequence[Covered]) -> list[str]:
    return list(dict.fromkeys(c.asked.theme for c in rows))


def _totals(rows: Sequence[Covered]) -> list[str]:
    lines = []
    for code, name in COMMITTEES.items():
        theirs = [c for c in rows if c.asked.committee == code]
        for theme in _themes(theirs):
            of_theme = [c for c in theirs if c.asked.theme == theme]
            lines.append((name, theme, *_counts(of_theme)))
    return table(("Committee", "Theme", "Rows", "Answered", "In part", "Not yet"), [*lines, ("All", "", *_counts(rows))])


def _counts(rows: Sequence[Covered]) -> tuple[str, str, str, str]:
    served, part = sum(c.served for c in rows), sum(bool(c.served_by) and not c.served for c in rows)
    return str(len(rows)), str(served), str(part), str(len(rows) - served - part)


def _of_committee(code: str, rows: Sequence[Covered]) -> Iterator[str]:
    theirs = [c for c in rows if c.asked.committee == code]
    yield from (f"## {COMMITTEES[code]}", "")
    for theme in _themes(theirs):
        yield from (f"### {theme}", "")
        of_theme = [c for c in theirs if c.asked.theme == theme]
        yield from table(("Row", "Asks for", "Answered by", "Missing", "Why renamed"), (_row(c) for c in of_theme))


def _row(row: Covered) -> tuple[str, ...]:
    return row.asked.id, row.asked.report, ", ".join(row.served_by), ", ".join(row.missing), row.asked.reason

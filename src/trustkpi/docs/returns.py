"""docs/returns.md: every return, every column and every rule of it, in the words that the template uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trustkpi.docs.markdown import cell, table
from trustkpi.docs.markdown import page as whole
from validation.cover import COVER, COVER_TITLE, Explanations
from validation.findings import shown
from validation.model import Cell, Return, Sheet
from validation.returns import returns
from validation.rules import ERROR
from validation.trust_settings import TRUST_SETTINGS

_INTRO = (
    "Each return is one workbook. Its template, its checks and this page come from one declaration in",
    "`validation/returns`. An **error** sends the return back; a **query** is accepted, explained by a person and shown",
    "in the pack's data quality sheet. Columns may stand in any order, further columns are ignored, and a column is",
    "found under any of its names.",
    "",
)


def page(declared: Iterable[Return] | None = None) -> str:
    """The whole page, for these returns or all that there are."""
    given = list(declared) if declared is not None else [*returns().values(), TRUST_SETTINGS]
    return whole("The returns", _INTRO, _contents(given), *(_of_return(r) for r in given), _shared())


def _contents(given: list[Return]) -> list[str]:
    rows = [(f"{r.title} (`{r.name}`)", r.desk, _often(r), ", ".join(s.facts().title for s in r.sheets)) for r in given]
    return [
        "| Return | Desk | How often | Sheets |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def _often(declared: Return) -> str:
    return " or ".join(o.value for o in declared.often)


def _of_return(declared: Return) -> Iterator[str]:
    yield from (f"## {declared.title}", "", declared.purpose, "")
    sender = "the central team, once for the whole trust" if declared.whole_trust else "each academy"
    yield from (f"- Sent by: {sender}", f"- Desk: {declared.desk}", f"- How often: {_often(declared)}")
    yield from (f"- Version: {declared.version}", "")
    for sheet in declared.sheets:
        yield from _of_sheet(sheet)
    yield from _looked_at_last(declared)


def _of_sheet(sheet: type[Sheet]) -> Iterator[str]:
    about, cells = sheet.facts(), sheet.cells()
    yield from (f"### Sheet {about.title}", "", about.intro, "")
    yield f"- One row is {about.one_row}; the template has room for {about.room:,}."
    if about.key:
        yield f"- No two rows share the same {' and '.join(cells[k].label for k in about.key)}."
    if about.personal:
        yield "- Its rows are about people: no message repeats a value of it, and nothing of it reaches a committee but totals."
    if about.optional:
        yield "- It may be left empty."
    yield ""
    headings = ("Heading", "Unit", "Required", "What may stand in it", "Help", "Other names")
    yield from table(headings, (_of_cell(c) for c in cells.values()))
    yield from _rules(sheet)


def _of_cell(about: Cell) -> tuple[str, ...]:
    return (
        about.label,
        about.unit.name,
        "yes" if about.required else "no",
        _may_stand(about),
        about.help,
        ", ".join(about.known_as),
    )


def _may_stand(about: Cell) -> str:
    said = [*_limits(about), *(f"a value that {test.says} is sent back" for test in about.tests)]
    if about.one_of:
        said.insert(0, "; ".join(code if code == text else f"{code} {text}" for code, text in about.one_of.items()))
    if about.matches:
        said.append(f"in the form of {shown(about.example)}")
    if about.since:
        said.append(f"in use from {shown(about.since)}")
    if about.until:
        said.append(f"withdrawn after {shown(about.until)} (a query)")
    if about.blank_means is not None:
        said.append(f"blank means {shown(about.blank_means)}")
    return ". ".join(said) or f"for example {shown(about.example)}"


def _limits(about: Cell) -> list[str]:
    low, high = about.at_least, about.at_most
    if low is not None and high is not None:
        return [f"{shown(low)} to {shown(high)}"]
    if low is not None:
        return [f"{shown(low)} or later" if about.unit.name == "date" else f"{shown(low)} or more"]
    return [f"{shown(high)} or less"] if high is not None else []


def _rules(sheet: type[Sheet]) -> Iterator[str]:
    cells, rules = sheet.cells(), sheet.facts().rules
    if not rules:
        return
    yield from ("Rules of a row:", "")
    rows = ((cells[r.mark].label, _severity(r.severity), r.says, r.do) for r in rules)
    yield from table(("Column", "Severity", "It is reported when the column", "What to do"), rows)


def _severity(word: str) -> str:
    return "error" if word == ERROR else "query"


def _looked_at_last(declared: Return) -> Iterator[str]:
    checks = (("Across the sheets:", declared.across), ("Against last period (in a trust folder):", declared.against_last))
    for heading, found in checks:
        if found:
            yield from (heading, "")
            yield from (f"- {cell((check.__doc__ or check.__name__).strip().partition(chr(10))[0])}" for check in found)
            yield ""


def _shared() -> Iterator[str]:
    yield from ("## What every return carries", "", f"### Sheet {COVER_TITLE}", "")
    yield from table(("Line", "Unit", "Help"), ((c.label, c.unit.name, c.help) for c in COVER.values()))
    yield from _of_sheet(Explanations)

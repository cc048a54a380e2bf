"""Whose return a workbook is, and of which period: from its stamp and cover, else from its headings and its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl

from trustkpi.casting import cast
from trustkpi.facts import Cover
from trustkpi.headings import ENOUGH, Page, find
from validation.cover import COVER, COVER_TITLE
from validation.findings import Finding
from validation.model import Frequency, Return
from validation.periods import FORMS, Period, UnknownPeriodError, period
from validation.rules import QUERY

KINDS = {
    Frequency.MONTHLY: "month",
    Frequency.HALF_TERMLY: "half term",
    Frequency.TERMLY: "term",
    Frequency.YEARLY: "year",
    Frequency.SNAPSHOT: "snapshot",
}
_NAMED = re.compile(
    r"^(?P<academy>.+?)[ _-]+(?:(?P<words>[a-z ]+)[ _-]+)?(?P<period>\d{4}-\d{2}(?:-(?:autumn|spring|summer)(?:-[12])?|-\d{2})?)",
    re.IGNORECASE,
)


def stamped(stamp: str, known: Mapping[str, Return]) -> Return | None:
    """The return that a stamp names."""
    return known.get(stamp.partition("/")[0].strip().casefold())


def recognised(pages: Mapping[str, Page], known: Mapping[str, Return]) -> Return | None:
    """The return whose headings a workbook without a stamp carries, if one fits clearly best."""
    shares = {}
    for declared in known.values():
        best = [max((h.share(s) for p in pages.values() if (h := find(p, s))), default=0.0) for s in declared.sheets]
        shares[declared.name] = max(best, default=0.0)
    name = max(shares, key=lambda n: shares[n], default="")
    return known[name] if name and shares[name] >= ENOUGH else None


def read_cover(page: Page) -> tuple[Cover, dict[str, str], dict[str, str]]:
    """What the cover says, the cell of each line, and why a line could not be read."""
    said: dict[str, object] = {}
    places: dict[str, str] = {}
    faults: dict[str, str] = {}
    labels = {name.casefold(): field for field, about in COVER.items() for name in about.names()}
    if page.text.width < 2:  # noqa: PLR2004  label and value
        return Cover(), places, faults
    for row, (label, value) in enumerate(page.text.select(pl.nth(0), pl.nth(1)).iter_rows(), start=1):
        field = labels.get((label or "").strip(" :").casefold())
        if field is None or field in places:
            continue
        places[field] = f"{page.letter(1)}{row}"
        about = COVER[field]
        kind = pl.Date() if field in {"as_at", "declared_on"} else pl.String()
        made = cast(pl.Series([value], dtype=pl.String), pl.Series([None], dtype=pl.Float64), about, kind)
        said[field] = made.values[0]
        if 0 in made.faults:
            faults[field] = made.faults[0]
    given = {field: value for field, value in said.items() if value is not None}
    return Cover(**given), places, faults  # type: ignore[arg-type]


def from_name(file: str) -> Cover:
    """Academy and period as a file's name tells them: Ambleside attendance 2025-26-autumn.xlsx."""
    found = _NAMED.match(Path(file).stem)
    if not found:
        return Cover()
    return Cover(academy=found["academy"].strip(), period=found["period"].casefold())


def cover_findings(cover: Cover, places: Mapping[str, str], faults: Mapping[str, str], declared: Return) -> Iterator[Finding]:
    """What is wrong with a cover: errors at their cells; where there is no cover at all, how to say whose it is."""
    if not places:
        yield from _without_cover(cover)
        return
    at: Callable[[str], str] = lambda field: places.get(field, "B1")  # noqa: E731  said often below
    for field in ("academy", "period", "as_at", "declared_by", "declared_on"):
        if field in faults:
            yield Finding(COVER_TITLE, at(field), COVER[field].label, faults[field], COVER[field].help)
        elif not getattr(cover, field):
            yield Finding(COVER_TITLE, at(field), COVER[field].label, "is blank", COVER[field].help)
    made = valid_period(cover.period)
    if cover.period and (made is None or made.kind not in {KINDS[f] for f in declared.often}):
        often = " or ".join(KINDS[f] for f in declared.often)
        says = f"'{cover.period}' is not a period that {declared.title} is asked for"
        yield Finding(COVER_TITLE, at("period"), COVER["period"].label, says, f"Give a {often}. Periods look like {FORMS}.")
    elif made and cover.as_at and not made.opens <= cover.as_at <= made.closes:
        says = f"is not in {made.title}"
        yield Finding(COVER_TITLE, at("as_at"), COVER["as_at"].label, says, "Type the last day that the figures count.")


def _without_cover(cover: Cover) -> Iterator[Finding]:
    if not cover.academy or valid_period(cover.period) is None:
        do = "Name the file like Ambleside attendance 2025-26-autumn.xlsx, or copy the rows into the template."
        yield Finding("File", "", "File name", "does not say which academy and period this is, and there is no Cover sheet", do)
    do = "Send the template's Cover with it, or have the trust's office note who checked it."
    yield Finding("File", "", "Declaration", "is missing: nobody says on a Cover that this was checked", do, QUERY)


def valid_period(name: str) -> Period | None:
    """The period of that name, or nothing."""
    try:
        return period(name)
    except UnknownPeriodError:
        return None

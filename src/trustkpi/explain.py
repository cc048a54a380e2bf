"""What a KPI means, how it is worked out and rated, and the cells of the workbooks behind a figure of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trustkpi.facts import TrustKpiError
from trustkpi.formula import formula, labels
from trustkpi.in_force import by_phase
from trustkpi.kpi import Bands, Comparator, Kpi, Polarity, Shown, Source
from trustkpi.pages import WITHHELD
from trustkpi.trust import OwnBand
from validation.findings import shown
from validation.returns import return_of

Line = tuple[str, str]
_NEAR = 3  # names that are offered for one that is not there
_FIGURES = {
    Comparator.NATIONAL: "the national figure", Comparator.LAST_YEAR: "the figure of a year before",
    Comparator.LAST_PERIOD: "the figure of the period before", Comparator.TARGET: "the target",
}  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """A band in words, for one phase or all, with the day it came into force and who set it."""

    phase: str
    since: date
    says: str
    set_by: str


def find(name: str, kpis: Mapping[str, Kpi]) -> Kpi:
    """The KPI of that name; `TrustKpiError` says which names are close."""
    sought = "_".join(name.casefold().replace("-", " ").split())
    if sought in kpis:
        return kpis[sought]
    titled = next((k for k in kpis.values() if k.title.casefold() == name.strip().casefold()), None)
    if titled is not None:
        return titled
    within = [k.name for k in kpis.values() if f"_{sought}_" in f"_{k.name}_{'_'.join(k.title.casefold().split())}_"]
    close = [*dict.fromkeys((*difflib.get_close_matches(sought, list(kpis), n=_NEAR), *within))][:_NEAR]
    hint = f"Did you mean {' or '.join(close)}?" if close else "trustkpi catalogue lists them all."
    msg = f"There is no KPI called '{name}'. {hint}"
    raise TrustKpiError(msg)


def meaning(kpi: Kpi) -> list[Line]:
    """What the KPI is, in lines of heading and words."""
    sheet = kpi.reads.facts()
    headings = labels(kpi)
    lines = [
        ("KPI", f"{kpi.title} ({kpi.name})"),
        ("Meaning", kpi.meaning),
        ("Formula", formula(kpi)),
        ("Reads", f"{', '.join(headings[c] for c in kpi.columns())}: {_where(kpi)}"),
        ("One row", f"{sheet.one_row}"),
        ("Population", population(kpi)),
    ]
    if kpi.beside is not None:
        lines.append(("Beside it", kpi.beside.title))
    lines += [
        ("Unit", f"{kpi.shown.name}, {kpi.polarity.value}"),
        ("Broken down by", ", ".join(b.title for b in kpi.breakdowns) or "nothing"),
        ("Asked for by", f"{kpi.committee}: {', '.join(kpi.focus)}"),
        ("Source", cited(kpi.source)),
    ]
    return lines


def _where(kpi: Kpi) -> str:
    if kpi.derived is not None:
        return f"{kpi.reads.facts().title}, worked out from other figures of the period"
    typed = " and ".join(f"sheet {s.facts().title} of the {r.name} return" for s in kpi.sheets if (r := return_of(s)))
    return typed if kpi.sheets == (kpi.reads,) else f"{kpi.reads.facts().title}, made from {typed}"


def population(kpi: Kpi) -> str:
    """Whose rows count, and who said so."""
    if kpi.over is None:
        return "every row of the sheet"
    return kpi.over.title + (f" ({cited(kpi.over.source)})" if kpi.over.source else "")


def cited(source: Source | None) -> str:
    """A source as title and link."""
    return f"{source.title}, {source.link}" if source else "no source sets it: product default"


def limits(kpi: Kpi, own: Iterable[OwnBand] = (), as_at: date | None = None) -> list[Limit]:
    """The bands in force on a date, or the newest of each phase; the trust's own stand before the built-in ones."""
    found = by_phase(kpi, own, as_at)
    return [Limit(phase, band.since, limit_in_words(kpi, band), band.basis) for phase, band in found.items()]


def limit_in_words(kpi: Kpi, band: Bands) -> str:
    """Two limits in words: green at or below 5.0%, amber at or below 7.0%, red beyond."""
    lower = kpi.polarity is not Polarity.HIGHER_IS_BETTER
    if band.relative_to is None:
        side = "at or below" if lower else "at or above"
        green, amber = kpi.shown.text(band.green), kpi.shown.text(band.amber)
        return f"green {side} {green}, {f'amber {side} {amber}, ' if green != amber else ''}red beyond"
    side, against = "above" if lower else "below", _FIGURES[band.relative_to]
    near = f"no more than {kpi.shown.apart(band.green)} {side} {against}" if band.green else f"at {against} or better"
    return f"green {near}, amber no more than {kpi.shown.apart(band.amber)} {side} it, red beyond"


def figure(kpi: Kpi, row: Mapping[str, object]) -> list[Line]:
    """A rated result in lines: the value, its parts, the people and the comparators; [c] where it is withheld."""
    if row.get("mark"):
        return [
            (
                "Value",
                f"{WITHHELD}: withheld, because so few people stand behind it, or because it would give another figure away",
            )
        ]
    lines = [("Value", _shown(row["value"], kpi.shown) or "no data")]
    for heading, part in (("Numerator", "numerator"), ("Denominator", "denominator"), ("People", "people")):
        if row.get(part) is not None:
            lines.append((heading, shown(row[part])))
    if row.get("people_in") is not None:
        lines.append(("People in the numerator", shown(row["people_in"])))
    return lines + _comparisons(kpi, row)


def _comparisons(kpi: Kpi, row: Mapping[str, object]) -> list[Line]:
    lines = []
    for heading, column in (
        ("Last period", "last_period"),
        ("Last year", "last_year"),
        ("Target", "target"),
        ("National", "national"),
    ):
        if row.get(column) is not None:
            label = f" ({row['national_label']})" if column == "national" and row.get("national_label") else ""
            lines.append((heading, f"{_shown(row[column], kpi.shown)}{label}"))
    if row.get("rag"):
        why = f": {row['rag_reason']}" if row.get("rag_reason") else ""
        lines.append(("Rating", f"{row['rag']}{why}"))
    if row.get("direction"):
        lines.append(("Direction", str(row["direction"])))
    return lines


def _shown(value: object, how: Shown) -> str:
    return how.text(value) if isinstance(value, int | float) else ""

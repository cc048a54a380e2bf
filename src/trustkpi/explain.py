"""What a KPI means, how it is worked out and rated, and the cells of the workbooks behind a figure of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trustkpi.facts import TrustKpiError
from trustkpi.formula import formula, labels
from trustkpi.kpi import Bands, Comparator, Kpi, Polarity, Shown, Source
from trustkpi.pages import WITHHELD, Figure
from trustkpi.trust import OwnBand
from validation.findings import shown
from validation.returns import return_of

Line = tuple[str, str]


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
    close = difflib.get_close_matches(sought, list(kpis), n=3, cutoff=0.5)
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
    theirs = _in_force([_own(kpi, b) for b in own if b.kpi == kpi.name], as_at)
    built_in = _in_force([_built_in(kpi, b) for b in kpi.bands], as_at)
    displaced = {*theirs, *(built_in if "" in theirs else ())}
    return [*theirs.values(), *(limit for phase, limit in built_in.items() if phase not in displaced)]


def _in_force(found: Iterable[Limit], as_at: date | None) -> dict[str, Limit]:
    dated = sorted(found, key=lambda limit: limit.since)
    return {limit.phase: limit for limit in dated if as_at is None or limit.since <= as_at}


def _built_in(kpi: Kpi, band: Bands) -> Limit:
    return Limit(band.phase.value if band.phase else "", band.since, limit_in_words(kpi, band), band.basis)


def _own(kpi: Kpi, band: OwnBand) -> Limit:
    relative = Comparator(band.relative_to) if band.relative_to else None
    says = limit_in_words(kpi, Bands(band.green, band.amber, band.since, band.reason, relative))
    return Limit(band.phase, band.since, says, f"the trust, in trust.xlsx: {band.reason}")


def limit_in_words(kpi: Kpi, band: Bands) -> str:
    """Two limits in words: green at or below 5.0%, amber at or below 7.0%, red beyond."""
    lower = kpi.polarity is not Polarity.HIGHER_IS_BETTER
    if band.relative_to is None:
        side = "at or below" if lower else "at or above"
        return f"green {side} {displayed(band.green, kpi.shown)}, amber {side} {displayed(band.amber, kpi.shown)}, red beyond"
    side, against = "above" if lower else "below", f"the {band.relative_to.value} figure"
    near = f"no more than {_points(kpi, band.green)} {side} {against}" if band.green else f"at {against} or better"
    return f"green {near}, amber no more than {_points(kpi, band.amber)} {side} it, red beyond"


def _points(kpi: Kpi, limit: float) -> str:
    unit = kpi.shown.gap or kpi.shown.name
    return f"{limit:g} {unit.removesuffix('s') if limit == 1 else unit}"


def displayed(value: float | None, how: Shown) -> str:
    """A value as people read it, rounded half up only here; blank where there is none."""
    if value is None:
        return ""
    pounds = how.suffix == "£"
    return Figure(value, how.places, "£" if pounds else "", "" if pounds else how.suffix).text


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
    return displayed(value, how) if isinstance(value, int | float) else ""

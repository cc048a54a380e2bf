"""What each measure means, how it is worked out, who is counted, and who set the limits that colour it."""

from __future__ import annotations

from collections.abc import Sequence

from trustkpi.formula import formula
from trustkpi.kpi import PRODUCT_DEFAULT, Bands, Comparator, Kpi, Polarity, Source
from trustkpi.pack.results import PackContext, points, written
from trustkpi.pages import Cell, Facts, Link, Page, day

DEFINITIONS = "Definitions"
_OF = {
    Comparator.NATIONAL: "the national figure", Comparator.LAST_YEAR: "the same period last year",
    Comparator.LAST_PERIOD: "last period", Comparator.TARGET: "the trust's target",
}  # fmt: skip


def definitions_page(kpis: Sequence[Kpi], context: PackContext) -> Page:
    """A block a measure, in the pack's order."""
    blocks = tuple(Facts(tuple(_lines(kpi, context)), kpi.title) for kpi in kpis)
    about = "What each measure means, how it is worked out, and the limits that were in force on the as-at date."
    return Page(DEFINITIONS, "Definitions, limits and sources", about, blocks)


def _lines(kpi: Kpi, context: PackContext) -> list[tuple[str, Cell]]:
    lines: list[tuple[str, Cell]] = [("Meaning", kpi.meaning), ("Formula", formula(kpi)), ("Who is counted", _counted(kpi))]
    if kpi.beside:
        lines.append(("Shown beside it", _titled(kpi.beside.title, kpi.beside.source)))
    lines += [("Better is", _better(kpi)), *limits(kpi, context), ("Compared with", _compared(kpi))]
    link: Cell = Link(kpi.source.title, kpi.source.link) if kpi.source else PRODUCT_DEFAULT.capitalize()
    return [*lines, ("Source", link), ("Asked for by", f"Framework {', '.join(kpi.focus)}"), ("Name in the data", kpi.name)]


def _counted(kpi: Kpi) -> str:
    if kpi.over is None:
        return "Every row of the return"
    return _titled(kpi.over.title, kpi.over.source)


def _titled(title: str, source: Source | None) -> str:
    return f"{title} ({source.title}, {source.link})" if source else title


def _better(kpi: Kpi) -> str:
    better = {
        Polarity.LOWER_IS_BETTER: "Lower",
        Polarity.HIGHER_IS_BETTER: "Higher",
        Polarity.NEITHER: "Neither: for information",
    }
    return better[kpi.polarity]


def _compared(kpi: Kpi) -> str:
    named = "Last period, the same period last year and the trust's target"
    if kpi.benchmark is None:
        return f"{named}. No national figure is published that stands beside it."
    return f"{named}, and the national figure for the academy's own phase, named where it is shown."


def limits(kpi: Kpi, context: PackContext) -> list[tuple[str, str]]:
    """The limits in force on the as-at date with who set them; the trust's own stand before the built-in ones."""
    if kpi.polarity is Polarity.NEITHER:
        return [("Limits", "None: it is for information and not rated.")]
    own = {
        b.phase: b for b in sorted(context.trust.bands, key=lambda b: b.since) if b.kpi == kpi.name and b.since <= context.as_at
    }
    told = {}
    if "" not in own:
        built_in = sorted((b for b in kpi.bands if b.since <= context.as_at), key=lambda b: b.since)
        told = {b.phase.value if b.phase else "": (_words(b, kpi), b.basis) for b in built_in}
    for phase, set_by in own.items():
        against = Comparator(set_by.relative_to) if set_by.relative_to else None
        band = Bands(set_by.green, set_by.amber, set_by.since, set_by.reason, against)
        told[phase] = (_words(band, kpi), f"set by the trust: {set_by.reason}")
    if not told:
        return [("Limits", "None are set, so it is not rated.")]
    return [
        (f"Limits, {phase or 'every phase'}", f"{words} Basis: {basis.rstrip('.')}.")
        for phase, (words, basis) in sorted(told.items())
    ]


def _words(band: Bands, kpi: Kpi) -> str:
    higher = kpi.polarity is Polarity.HIGHER_IS_BETTER
    since = f"In force since {day(band.since)}."
    if band.relative_to is None:
        end = "or more" if higher else "or less"
        green, amber = written(band.green, kpi).text, written(band.amber, kpi).text
        return f"✔ Green at {green} {end}; ! Amber at {amber} {end}; otherwise ✖ Red. {since}"
    side, of = "below" if higher else "above", _OF[band.relative_to]
    green, amber = _away(band.green, side, kpi), _away(band.amber, side, kpi)
    return f"Against {of}: ✔ Green if {green}; ! Amber if {amber}; otherwise ✖ Red. {since}"


def _away(limit: float, side: str, kpi: Kpi) -> str:
    return f"no more than {limit:g} {points(kpi)} {side} it" if limit else f"at it or {'above' if side == 'below' else 'below'}"

"""Ratings and directions as the pages show them."""

from __future__ import annotations

from trustkpi.kpi import Polarity
from trustkpi.pack.results import Key, Results
from trustkpi.pages import NO_RETURN, NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD, Cell, Rag, Rating

_ARROWS = {"up": "▲", "down": "▼", "Same": "="}
NOTES = (
    "Ratings: ✔ Green, the target is met; ! Amber, the floor is met; ✖ Red, it is not; grey, not rated, its word says why.",
    "The limits and who set them are on the page Definitions. A national figure colours only where it is of the same period.",
    "[c] withheld: about very few people. [x] not available. [z] not applicable. no return: nothing was accepted.",
)


def rating(key: Key, results: Results, *, with_figure: bool = False, with_basis: bool = True, flat: bool = False) -> Cell:
    """How the figure is rated: symbol, word and fill, and what it was held against; a grey one says what is missing."""
    row, figure = results.row(key), results.figure(key)
    shown = figure if with_figure else None
    if figure.mark == NO_RETURN:
        return Rating(None)
    if figure.mark == NOT_APPLICABLE:
        return NOT_APPLICABLE
    if not results.has(key):
        return Rating(Rag.GREY, "Withheld" if figure.mark == WITHHELD else "No data", shown, flat=flat)
    if results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return figure if with_figure else "For information"
    rag = Rag(row.get("rag") or Rag.GREY)
    held = row.get("colours_by") if with_basis and rag is not Rag.GREY else ""
    return Rating(rag, "Not rated" if rag is Rag.GREY else "", shown, f"by {held}" if held else "", flat)


def direction(key: Key, results: Results) -> str:
    """The direction of travel: an arrow for the number and a word for what it means."""
    word = results.row(key).get("direction") or ""
    if results.kpis[key.kpi].polarity is Polarity.NEITHER:
        return NOT_APPLICABLE
    if not word or not results.has(key):
        return NOT_AVAILABLE
    lower = results.kpis[key.kpi].polarity is Polarity.LOWER_IS_BETTER
    way = word if word == "Same" else "down" if (word == "Better") == lower else "up"
    return f"{_ARROWS[way]} {word}"

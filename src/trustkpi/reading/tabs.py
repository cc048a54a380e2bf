"""Which tab holds which sheet, whatever the tab is called, and what is wrong with sheets and columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trustkpi.reading.door import RefusedError
from trustkpi.reading.grid import Grid, plain
from trustkpi.reading.headings import Headings, faults, headings, required
from trustkpi.reading.identity import DECENT
from validation.cover import BESIDE_TITLES, COVER_TITLE, PASTE_TITLE, Explanations
from validation.findings import Finding
from validation.model import Return, Sheet
from validation.rules import ERROR, QUERY

_MOST_STRANGERS = 20  # tabs that a template does not have and that are looked into; product default


@dataclass(frozen=True)
class Found:
    """A sheet's tab and where its headings stand in it."""

    sheet: type[Sheet]
    grid: Grid
    headings: Headings


def found_in(
    declared: Return, named: Callable[[str], Grid | None], others: Callable[[], Sequence[Grid]]
) -> tuple[list[Found], list[Finding]]:
    """The sheets that are there, and a finding for each that is missing, is there twice or lacks a column that must be given.

    `named` gives the tab of a title; `others`, asked only where one is missing, gives the tabs that are no sheet's own.
    """
    found: list[Found] = []
    pasted = _pasted(declared, paste := named(PASTE_TITLE))
    wrong = [*_unread(declared, paste)] if paste is not None else []
    for sheet in declared.sheets:
        own = named(sheet.facts().title)
        if pasted is not None and pasted.sheet is sheet:
            found.append(pasted)
            wrong += [*faults(sheet, pasted.grid, pasted.headings), *_typed_too(sheet, own)]
            continue
        candidates = [Found(sheet, own, headings(sheet, own))] if own else _by_headings(sheet, others())
        if len(candidates) == 1:
            found += candidates
            wrong += faults(sheet, candidates[0].grid, candidates[0].headings)
        elif candidates or not sheet.facts().optional:
            wrong.append(_which(sheet, candidates))
    return found, wrong


def _pasted(declared: Return, grid: Grid | None) -> Found | None:
    """The sheet that an export pasted as it came stands for; none where nothing is pasted."""
    if grid is None:
        return None
    known = [Found(sheet, grid, headings(sheet, grid)) for sheet in declared.sheets]
    best = max(known, key=lambda f: (f.headings.share(f.sheet), len(f.headings.columns)))
    return best if best.headings.columns and _has_rows(best) else None


def _unread(declared: Return, grid: Grid) -> Iterator[Finding]:
    """A finding where something is pasted under no headings that are known: it would be passed over without a word."""
    table = next((at for at, row in enumerate(grid.head(grid.text.num_rows), 1) if sum(text is not None for text in row) > 1), 0)
    if table and not any(headings(sheet, grid).columns for sheet in declared.sheets):
        do = "Paste the headings of the export too, above its rows, or clear this sheet. Notes says what they may be called."
        yield Finding(grid.tab, f"A{table}", "Headings", "are not known, so that nothing of what is pasted here was read", do)


def _has_rows(found: Found, columns: Collection[str] | None = None) -> bool:
    """Whether anything stands below the headings, in those columns or in any."""
    below = found.grid.text.slice(found.headings.at + 1)
    wanted = [at for name, at in found.headings.columns.items() if columns is None or name in columns]
    return any(below.column(at).null_count < below.num_rows for at in wanted)


def _typed_too(sheet: type[Sheet], own: Grid | None) -> Iterator[Finding]:
    """A finding where the sheet's own rows hold more than was filled in when it was sent out."""
    asked = {name for name, about in sheet.cells().items() if about.required and not about.carries}
    if own is not None and _has_rows(Found(sheet, own, headings(sheet, own)), asked):
        title = sheet.facts().title
        says = f"is filled in, and rows for it are pasted on {PASTE_TITLE} too"
        yield Finding(title, "", "Sheet", says, f"Clear {PASTE_TITLE}, or the figures on {title}, whichever are not meant.")


def lacking(found: Sequence[Found]) -> list[Finding]:
    """A finding for each sheet of a template that has lost columns that need not be filled in.

    An error where there are columns under headings that are none of the template's, for a heading was changed then.
    """
    return [_lacking(one, labels) for one in found if one.headings.columns and (labels := _lost(one))]


def _lost(found: Found) -> list[str]:
    if plain(found.grid.tab) == plain(PASTE_TITLE):
        return []
    cells = found.sheet.cells()
    return [cells[name].label for name in cells.keys() - found.headings.columns.keys() - required(found.sheet)]


def _lacking(found: Found, labels: list[str]) -> Finding:
    cell = f"{found.grid.letter(min(found.headings.columns.values()))}{found.headings.at + 1}"
    says = f"are not all there: no column is headed {', '.join(sorted(labels))}"
    do = "Head the column as the template does; where nothing is to be told in it, put it back and leave it blank."
    strange = [found.grid.letter(at) for at in _headed_otherwise(found)]
    if strange:
        says += f", and what is in column {', '.join(strange)} is not read"
    return Finding(found.grid.tab, cell, "Headings", says, do, ERROR if strange else QUERY)


def _headed_otherwise(found: Found) -> list[int]:
    """The positions of columns among the sheet's own that hold something under another heading, or under none."""
    known = {*found.headings.columns.values()} | {at for again in found.headings.again.values() for at in again}
    among = range(min(known), min(max(known) + 2, found.grid.text.num_columns))
    below = found.grid.text.slice(found.headings.at + 1)
    return [at for at in among if at not in known and below.column(at).null_count < below.num_rows]


def _by_headings(sheet: type[Sheet], grids: Sequence[Grid]) -> list[Found]:
    found = [Found(sheet, grid, headings(sheet, grid)) for grid in grids]
    return [f for f in found if f.headings.columns and f.headings.share(sheet) >= DECENT]


def _which(sheet: type[Sheet], candidates: list[Found]) -> Finding:
    title = sheet.facts().title
    if candidates:
        tabs = " and ".join(c.grid.tab for c in candidates)
        return Finding(title, "", "Sheet", f"could be any of {tabs}: all have its headings", f"Name the right one {title}.")
    says = "is missing: no sheet has this name or these headings"
    return Finding(title, "", "Sheet", says, f"Put the sheet {title} back, or copy your rows into a fresh template.")


def copies(found: Sequence[Found], tabs: Sequence[str], grid: Callable[[str], Grid]) -> list[Finding]:
    """A query for each of those tabs that holds the headings and rows of a sheet that was read from another."""
    return [_copy(one, tab) for tab in tabs for one in found if _is_copy(one, tab, grid)]


def strangers(found: Sequence[Found], declared: Return, tabs: Iterable[str]) -> list[str]:
    """The tabs that are none of the template's, as many as are looked into."""
    read = {one.grid.tab for one in found}
    return [tab for tab in _strangers(declared, sorted(tabs, key=lambda tab: tab not in read)) if tab not in read][
        :_MOST_STRANGERS
    ]


def _strangers(declared: Return, tabs: Iterable[str]) -> Iterator[str]:
    """The tabs that the template does not have; of two that bear one title the second is none of its own."""
    own = titles(declared)
    for tab in tabs:
        if plain(tab) in own:
            own.remove(plain(tab))
        else:
            yield tab


def _is_copy(found: Found, tab: str, grid: Callable[[str], Grid]) -> bool:
    try:
        other = _by_headings(found.sheet, [grid(tab)])
    except RefusedError:  # what cannot be read beside the return does not make it unreadable
        return False
    return bool(other) and _has_rows(other[0])


def _copy(found: Found, tab: str) -> Finding:
    title, read = found.sheet.facts().title, found.grid.tab
    says = f"has the headings and rows of {title} too, and was not read: {read} was"
    return Finding(tab, "A1", "Sheet", says, f"Delete the sheet that is not meant, and name the right one {title}.", QUERY)


def nothing_in(found: Found) -> Finding:
    """The finding of a sheet without rows."""
    labels = list(found.sheet.cells().values())
    cell = f"{found.grid.letter(min(found.headings.columns.values()))}{found.headings.at + 2}"
    return Finding(
        found.grid.tab, cell, labels[0].label, "is blank: nothing is filled in on this sheet",
        f"Fill in {found.sheet.facts().one_row} in each row, from this row down.",
    )  # fmt: skip


def titles(declared: Return) -> set[str]:
    """The titles of all that its template holds, as tabs are compared."""
    beside = (COVER_TITLE, Explanations.facts().title, PASTE_TITLE, *BESIDE_TITLES)
    return {plain(title) for title in (*beside, *(sheet.facts().title for sheet in declared.sheets))}

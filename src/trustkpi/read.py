"""Workbooks and declarations in, typed tables and findings out; every row keeps its Excel row."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from trustkpi.facts import Cover, Reading, Table
from trustkpi.hands import HANDS
from trustkpi.reading.book import Book
from trustkpi.reading.cover import Judged, from_file_name, from_sheet
from trustkpi.reading.covers import cover_tab, other_covers
from trustkpi.reading.door import RefusedError, bytes_of
from trustkpi.reading.headings import headings
from trustkpi.reading.identity import hold_to_no_pack, identity, other_version
from trustkpi.reading.locked import unlocked
from trustkpi.reading.package import package
from trustkpi.reading.raw import Dates, Raw, raw
from trustkpi.reading.rows import tables
from trustkpi.reading.stages import AFTER_COLUMNS, AFTER_COVER
from trustkpi.reading.tabs import Found, copies, found_in, lacking, nothing_in, strangers, titles
from validation.cover import Explanations
from validation.findings import Finding
from validation.model import Return, Sheet
from validation.returns import returns
from validation.trust_settings import TRUST_SETTINGS

_LARGE = 500_000  # bytes of a workbook that is read alone, so that several large ones do not fill the memory together
_ALONE = Lock()
OnFault = Callable[[Path, Exception], Reading]


def read(path: Path, known: Mapping[str, Return] | None = None) -> Reading:
    """The file as one of the known returns: its cover, typed tables and the findings of cover, sheets and cells.

    Never raises for a bad file: `refused` is then the one sentence to send back. Where the cover or the columns are
    wrong, the tables hold what was sent but its cells are not judged, as `skipped` says.
    """
    return read_all([path], known)[0]


def read_all(
    paths: Sequence[Path], known: Mapping[str, Return] | None = None, *, on_fault: OnFault | None = None
) -> list[Reading]:
    """The files read in the same way, in the order given; the rows of a sheet are typed for all of them in one go.

    `on_fault` says what a file comes to on which the program itself fails, so that it does not stop the others.
    """
    among = returns() if known is None else known
    return _read_all(paths, lambda path: _open(path, among, has_cover=True), on_fault)


def read_settings(path: Path) -> Reading:
    """The trust's settings workbook in the same way; its cover names no academy and no period."""
    return _read_all([path], lambda one: _open(one, {TRUST_SETTINGS.name: TRUST_SETTINGS}, has_cover=False), None)[0]


@dataclass(frozen=True)
class _Opened:
    """A file as far as it was read by itself: all but its rows, which are typed with those of other files."""

    reading: Reading
    raws: Mapping[type[Sheet], Raw] = field(default_factory=dict)
    nothing_in: Mapping[type[Sheet], Finding] = field(default_factory=dict)  # what is said of a sheet without rows
    judged: bool = True  # whether its cells are, for cover and columns are right


def _read_all(paths: Sequence[Path], opening: Callable[[Path], _Opened], on_fault: OnFault | None) -> list[Reading]:
    def one(path: Path) -> _Opened:
        try:
            return opening(path)
        except Exception as fault:
            if on_fault is None:
                raise
            return _Opened(on_fault(path, fault))

    if len(paths) == 1:
        opened = [one(paths[0])]
    else:
        with ThreadPoolExecutor(HANDS) as hands:  # the parser lets others work beside it
            opened = list(hands.map(one, paths))
    try:
        return _typed(opened)
    except Exception as fault:
        if on_fault is None:
            raise
        if len(paths) == 1:
            return [on_fault(paths[0], fault)]
    # Which of them it was is found by taking them one at a time.
    return [_read_all([path], opening, on_fault)[0] for path in paths]


def _open(path: Path, known: Mapping[str, Return], *, has_cover: bool) -> _Opened:
    reading = Reading(str(path))
    try:
        data = bytes_of(path)
        reading = replace(reading, digest=hashlib.sha256(data).hexdigest())
        with _ALONE if len(data) > _LARGE else nullcontext():
            inside = package(unlocked(data))
            hold_to_no_pack(inside)
            return _opened(reading, path, Book(inside), known, has_cover=has_cover)
    except RefusedError as refused:
        return _Opened(replace(reading, refused=str(refused)))


def _opened(reading: Reading, path: Path, book: Book, known: Mapping[str, Return], *, has_cover: bool) -> _Opened:
    cover, lines = cover_tab(book)
    stamps = [lines["stamp"].text] if "stamp" in lines and lines["stamp"].text else []
    who = identity([*stamps, *book.inside.stamps], lambda: book.but(set()), known)
    declared = who.declared
    judged = Judged(Cover(), None, (), stops=False)
    if has_cover:
        judged = from_sheet(declared, cover.tab, lines) if cover else from_file_name(declared, path)
    found, wrong = found_in(declared, book.named, lambda: book.but(titles(declared)))
    if wrong and who.other_stamp:
        wrong = [other_version(who, cover.tab if cover else "", lines["stamp"].cell if "stamp" in lines else ""), *wrong]
    after = AFTER_COVER if judged.stops else AFTER_COLUMNS if wrong else ""
    told = book.named(Explanations.facts().title)
    wrong += lacking(found) if who.own_template else []
    beside = strangers(found, declared, book.inside.sheets)
    wrong += [*copies(found, beside, book.grid), *other_covers(cover, lines, beside, book.grid)]
    begun = replace(
        reading,
        declared=declared,
        cover=judged.cover,
        findings=judged.findings + (() if judged.stops else tuple(wrong)),
        skipped=(after,) if after else (),
    )
    dates = _dates(judged)
    raws = {one.sheet: raw(one.grid, one.headings, dates) for one in found}
    if told is not None:
        raws[Explanations] = raw(told, headings(Explanations, told), (None, None))
    return _Opened(begun, raws, _if_empty(found), judged=not after)


def _if_empty(found: Sequence[Found]) -> dict[type[Sheet], Finding]:
    return {f.sheet: nothing_in(f) for f in found if f.headings.columns and not f.sheet.facts().optional}


def _dates(judged: Judged) -> Dates:
    opens = judged.period.year_opens if judged.period else None
    return opens, judged.cover.as_at or (judged.period.closes if judged.period else None)


def _typed(opened: Sequence[_Opened]) -> list[Reading]:
    """The readings with their rows, which are typed for each sheet once."""
    by_sheet: dict[type[Sheet], dict[int, Raw]] = defaultdict(dict)
    for at, one in enumerate(opened):
        for sheet, rows in one.raws.items():
            by_sheet[sheet][at] = rows
    made: dict[tuple[int, type[Sheet]], tuple[Table, list[Finding]]] = {}
    for sheet, raws in by_sheet.items():
        made |= {(at, sheet): pair for at, pair in zip(raws, tables(sheet, list(raws.values())), strict=True)}
    return [_whole(one, {sheet: made[at, sheet] for sheet in one.raws}) for at, one in enumerate(opened)]


def _whole(opened: _Opened, made: Mapping[type[Sheet], tuple[Table, list[Finding]]]) -> Reading:
    tables_made = {sheet.facts().title: table for sheet, (table, _) in made.items() if sheet is not Explanations}
    unread = [finding for sheet, (_, findings) in made.items() if sheet is not Explanations for finding in findings]
    unread += [finding for sheet, finding in opened.nothing_in.items() if made[sheet][0].frame.is_empty()]
    told = made[Explanations][0].frame.select(*Explanations.cells()) if Explanations in made else None
    reading = opened.reading
    findings = reading.findings + (tuple(unread) if opened.judged else ())
    return replace(reading, tables=tables_made, explanations=told, findings=findings)

"""Whose return a workbook is: by its stamp, or else by its headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from trustkpi.reading.door import RefusedError
from trustkpi.reading.grid import Grid
from trustkpi.reading.headings import headings, required
from trustkpi.reading.package import Package
from validation.cover import COVER
from validation.findings import Finding
from validation.model import Return
from validation.trust_settings import TRUST_SETTINGS

DECENT = 0.6  # the share of required headings that makes an export one of ours; product default
_STAMP = re.compile(r"^(\S+) / version (\d+) / ([0-9a-f]{8})$")


@dataclass(frozen=True)
class Identity:
    """The return that a workbook is, and the stamp of another version of its template, if it carries one.

    `own_template` says that it carries the stamp of this version.
    """

    declared: Return
    other_stamp: str = ""
    own_template: bool = False


def hold_to_no_pack(inside: Package) -> None:
    """`RefusedError` where the workbook is one that we made for a committee."""
    if inside.is_pack:
        msg = "This is one of the packs, not a return: put it in the inbox, and the next run takes over what was typed into it."
        raise RefusedError(msg)


def identity(stamps: Iterable[str], grids: Callable[[], Sequence[Grid]], known: Mapping[str, Return]) -> Identity:
    """The return that this is; the grids are read only where no stamp tells. `RefusedError` says what was looked for."""
    strange = ""
    for stamp in stamps:
        parts = _STAMP.match(stamp)
        if parts and parts[1] in known:
            declared = known[parts[1]]
            own = stamp == _stamp(declared)
            return Identity(declared, "" if own else stamp, own_template=own)
        if parts and parts[1] == TRUST_SETTINGS.name:
            msg = "This is the trust's settings workbook, not a return: it stays in the trust folder."
            raise RefusedError(msg)
        strange = strange or stamp
    found = _by_headings(grids(), known)
    if found is None:
        raise RefusedError(_looked_for(strange, known))
    return Identity(found)


def other_version(who: Identity, tab: str, cell: str) -> Finding:
    """The finding, at the cover's stamp, of last year's template or an altered one that lacks columns."""
    says = f"is another version of the {who.declared.title} template, and columns are missing"
    return Finding(tab, cell, COVER["stamp"].label, says, "Copy your rows into the template of this period.")


@cache
def _stamp(declared: Return) -> str:
    return declared.stamp


def _by_headings(grids: Sequence[Grid], known: Mapping[str, Return]) -> Return | None:
    scores = [(_score(grids, declared), declared) for declared in known.values()]
    best = max(scores, key=lambda s: s[0], default=None)
    return best[1] if best and best[0][0] >= DECENT else None


def _score(grids: Sequence[Grid], declared: Return) -> tuple[float, int]:
    there = asked = 0
    for sheet in declared.sheets:
        needed = required(sheet)
        found = max((len(needed & headings(sheet, grid).columns.keys()) for grid in grids), default=0)
        if found or not sheet.facts().optional:
            there, asked = there + found, asked + len(needed)
    return (there / asked if asked else 0.0, there)


def _looked_for(strange: str, known: Mapping[str, Return]) -> str:
    titles = ", ".join(declared.title for declared in known.values())
    if strange:
        return f"This workbook is stamped '{strange}', which is none of the returns looked for here: {titles}."
    first = next(iter(known.values()), None)
    labels = [about.label for sheet in first.sheets[:1] for about in sheet.cells().values()][:4] if first else []
    such = f" (for {first.title}: {', '.join(labels)} and so on)" if first else ""
    return f"This is not one of the returns: it has neither a template's stamp nor the headings{such} of any of {titles}."

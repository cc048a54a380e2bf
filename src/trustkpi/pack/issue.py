"""Which issue of a pack this is: its number and state on the cover, and the digests by which issues are told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from trustkpi.pack.changes import CHANGES
from trustkpi.pack.results import PackContext
from trustkpi.pages import Cell, Facts, Pack, Page

_DIGITS = 16
_STATUS = {
    False: "Draft: not yet issued to the committee. What is typed in the pale yellow cells is taken up by the next run.",
    True: "Final: as issued to the committee.",
}


def issued(pack: Pack, unsaid: Sequence[Page], context: PackContext) -> Pack:
    """The pack with its number, state and digests, and these on its cover.

    `unsaid` are its pages as they would be had nobody typed anything. `bare` is of these but the one on what changed; a final
    pack stands for as long as `bare` and `words` are what they were.
    """
    bare = digest(pack.as_at, [page for page in unsaid if page.tab != CHANGES])
    words = digest([(e.kpi, e.academy, e.field, e.text) for e in pack.entries()])
    changes = [page for page in pack.pages if page.tab == CHANGES]
    content = digest(bare, words, changes, context.issue, context.final)
    number = f"{initials(pack.committee)} {context.period.name} issue {context.issue}"
    lines: tuple[tuple[str, Cell], ...] = (
        ("Status", _STATUS[context.final]),
        ("Pack number", number if context.since or context.earlier else f"{number}: the first, so no figure in it is restated"),
        ("Content", f"{content}: two copies that carry this number say the same"),
    )
    pages = (_with(pack.pages[0], lines), *pack.pages[1:])
    return replace(pack, pages=pages, issue=context.issue, final=context.final, content=content, bare=bare, words=words)


def initials(committee: str) -> str:
    """SA for Standards and Achievement."""
    return "".join(word[0] for word in committee.split() if word[:1].isupper())


def _with(cover: Page, lines: tuple[tuple[str, Cell], ...]) -> Page:
    """The cover with those lines under its own."""
    at = next(i for i, block in enumerate(cover.blocks) if isinstance(block, Facts))
    facts = cover.blocks[at]
    assert isinstance(facts, Facts)  # noqa: S101  for the type checker
    return replace(cover, blocks=(*cover.blocks[:at], replace(facts, lines=facts.lines + lines), *cover.blocks[at + 1 :]))


def digest(*said: object) -> str:
    """By which what says the same is known again."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:_DIGITS]

"""What was sent, what was said of it, what replaced it, and which packs were made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from trustkpi.entries import PackEntry


def history(
    ledger: pl.DataFrame,
    packs: Iterable[PackEntry],
    *,
    academy: str | None = None,
    of: str | None = None,
    period: str | None = None,
) -> pl.DataFrame:
    """The ledger's verdicts in order of receipt, with `replaced_with` (a file's name) and `packs` (those made from it).

    `ledger` and `packs` are the store's; `of` is the name of a return. Only what fits academy, return and period is kept.
    A pack is named by committee, period, as-at date and the first of its own sha-256; of one that was made several times the
    last is, and how many there were: the trail for an auditor has each.
    """
    names = dict(zip(ledger["digest"], ledger["file"], strict=True))
    used: dict[str, dict[str, list[str]]] = {}
    for pack in packs:
        called = f"{pack.committee} {pack.period}, as at {pack.as_at.day} {pack.as_at:%B %Y}"
        for digest in pack.digests:
            used.setdefault(digest, {}).setdefault(called, []).append(pack.sha256[:12])
    replaced = [names.get(by) if by else None for by in ledger["replaced_by"]]
    made = zip(ledger["digest"], ledger["accepted"], strict=True)
    packs_made = [
        "; ".join(_made(*pack) for pack in used.get(digest, {}).items()) if accepted else "" for digest, accepted in made
    ]
    told = ledger.with_columns(
        pl.Series("replaced_with", replaced, dtype=pl.String), pl.Series("packs", packs_made, dtype=pl.String)
    )
    for name, value in (("academy", academy), ("return", of), ("period", period)):
        told = told.filter(pl.col(name) == value) if value is not None else told
    return told


def _made(called: str, digests: Sequence[str]) -> str:
    every = [*dict.fromkeys(digests)]
    return f"{called} (sha-256 {every[-1]}{f', the last of {len(every)}' if len(every) > 1 else ''})"

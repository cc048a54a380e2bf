"""Which of what was sent has been overtaken: a later one of the same academy, return and period is right, and stands."""

from __future__ import annotations

from collections.abc import Iterable

from flows.inward import Sent
from flows.work import Work
from trustkpi.asked import period_of

_Subject = tuple[str, str, str]


def overtaken(batch: Iterable[Sent], work: Work) -> frozenset[str]:
    """The digests of those of the batch that nobody need mend any more."""
    batch = list(batch)
    last = {(e.academy, e.return_name, e.period): e.received for e in work.store.entries()}
    for sent in batch:
        of = _subject(sent)
        if of and not sent.reading.refused and not sent.reading.errors:
            last[of] = max(sent.submission.received, last.get(of, sent.submission.received))
    return frozenset(
        sent.submission.digest for sent in batch if (of := _subject(sent)) and of in last and sent.submission.received < last[of]
    )


def _subject(sent: Sent) -> _Subject | None:
    cover, declared, of = sent.reading.cover, sent.reading.declared, period_of(sent.reading)
    return (cover.academy, declared.name, of.name) if cover.academy and declared and of else None

"""The way in: what lies in the inbox, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from flows.commentary import take_commentary
from flows.forgotten import not_taken
from flows.steps import blunt, step
from flows.work import Work
from trustkpi import read as reader
from trustkpi.asked import held_to_calendar, known_by, period_of
from trustkpi.check import check_readings, explained
from trustkpi.collect import look_into
from trustkpi.disk import taken_away
from trustkpi.facts import Reading, Submission
from trustkpi.forget import clear
from trustkpi.ledger_frame import current
from trustkpi.opened import known
from trustkpi.whole import pieces, sha256
from validation.findings import Finding, shown
from validation.model import Known

_CLOCKS_DIFFER = timedelta(hours=1)  # a computer's clock may be a little ahead of ours; product default


@dataclass(frozen=True)
class Sent:
    """A submission and what was read in it."""

    submission: Submission
    reading: Reading

    @property
    def explanations(self) -> dict[Finding, str]:
        """The academy's words on its queries."""
        told = {f: explained(self.reading, f) for f in self.reading.queries}
        return {f: words for f, words in told.items() if words}


def sweep(work: Work) -> None:
    """Takes away what a killed run left."""
    work.store.sweep()
    clear(work.folder, work.store.forgotten())
    for folder in (work.folder.packs, work.folder.corrections):
        taken_away(pieces(folder) if folder.is_dir() else ())


def collect(work: Work) -> list[Submission]:
    """What lies in the inbox and has not been accepted yet, each workbook once; packs that came back are taken up."""
    inbox = step("collect", lambda: look_into(work.folder.inbox))
    work.done.problems += [f"{p.name} {p.says}" for p in inbox.passed_over]
    accepted, gone = work.store.accepted(), work.store.forgotten()
    standing = {e.digest for e in current(accepted.values())}
    fresh: dict[str, Submission] = {}
    for sent in inbox.submissions:
        before = accepted.get(sent.digest)
        if before is None:
            fresh.setdefault(sent.digest, sent)
            work.done.problems += _from_the_future(sent)
        elif before.period in gone:
            work.done.problems.append(not_taken(sent.name, before.period))
        elif sent.received > before.received and sent.digest not in standing:
            says = f"is the same as {before.file}, which a later one replaced: to go back to it, save it once more and send that."
            work.done.problems.append(f"{sent.name} {says}")
    return take_commentary(list(fresh.values()), work)


def _from_the_future(sent: Submission) -> list[str]:
    if sent.received <= datetime.now(UTC) + _CLOCKS_DIFFER:
        return []
    says = f"{sent.name} bears a date to come, {shown(sent.received.date())}, so that what is sent after it will seem older."
    return [f"{says} See to the clock that set it, save it once more and send that."]


def read(submissions: Sequence[Submission], work: Work) -> Iterator[list[Sent]]:
    """What was sent, read; one return of one period at a time, the earliest first, for each is held against the last."""
    by_path = {s.path: s for s in submissions}
    readings = reader.read_all([*by_path], on_fault=lambda path, error: _unreadable(by_path[path], error))
    sent = [Sent(s, known_by(r, work.trust)) for s, r in zip(submissions, readings, strict=True)]
    sent = _still_kept([one for one in sent if _is_as_collected(one, work)], work)
    for _, batch in groupby(sorted(sent, key=_order), key=_order):
        yield list(batch)


def _is_as_collected(sent: Sent, work: Work) -> bool:
    """Whether what was read is what was collected: a file can change, go away or be locked between the two."""
    seen = sent.reading.digest
    if not seen:
        try:
            seen = sha256(sent.submission.path)
        except OSError:
            seen = ""
    if seen != sent.submission.digest:
        says = f"{sent.submission.name} changed, went away or was locked while it was read, so the next run takes it."
        work.done.unfinished.append(says)
    return seen == sent.submission.digest


def _still_kept(every: Sequence[Sent], work: Work) -> list[Sent]:
    gone = work.store.forgotten()
    kept = []
    for sent in every:
        of = period_of(sent.reading)
        if of and of.name in gone:
            work.done.problems.append(not_taken(sent.submission.name, of.name))
        else:
            kept.append(sent)
    return kept


def _unreadable(submission: Submission, error: Exception) -> Reading:
    name = submission.path.name
    return Reading(name, submission.digest, f"This file could not be read: the program met a fault of its own ({blunt(error)}).")


def _order(sent: Sent) -> tuple[date, str, str]:
    of = period_of(sent.reading)
    declared = sent.reading.declared
    return (of.closes if of else date.max, of.name if of else "", declared.name if declared else "")


def check(batch: Sequence[Sent], work: Work) -> list[Sent]:
    """The batch with every finding; a file that the checks themselves fail on is told as one that could not be read."""
    asked = [held_to_calendar(sent.reading, work.trust) for sent in batch]
    about = known(asked, work.trust, work.store)
    try:
        checked = check_readings(asked, known=about)
    except Exception:  # noqa: BLE001  which of them it was is found by taking them one at a time
        checked = [_checked(sent, reading, about) for sent, reading in zip(batch, asked, strict=True)]
    return [Sent(sent.submission, reading) for sent, reading in zip(batch, checked, strict=True)]


def _checked(sent: Sent, reading: Reading, about: Mapping[str, Known]) -> Reading:
    try:
        return check_readings([reading], known=about)[0]
    except Exception as error:  # noqa: BLE001  as above
        return _unreadable(sent.submission, error)

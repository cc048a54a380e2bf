"""What becomes of a checked return: the academy hears what to mend or explain, and the store keeps it or that it went back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from flows.inward import Sent
from flows.overtaken import overtaken
from flows.steps import blunt, step
from flows.work import Work
from trustkpi.asked import period_of
from trustkpi.disk import refused, taken_away
from trustkpi.entries import Entry
from trustkpi.excel.corrections import write_corrections as write_workbook
from trustkpi.facts import TrustKpiError
from trustkpi.folder import workbook_name
from trustkpi.plain_file import readable
from trustkpi.seal import is_as_sealed
from trustkpi.uses import uses
from trustkpi.whole import beside, is_open, sha256, write_beside
from validation.findings import shown

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 200  # bytes of the 255 that disks allow
_Subjects = Mapping[tuple[str, str, str], Entry]


class NotAllKeptError(Exception):
    """Some of a batch could not be kept."""


def write_corrections(batch: Iterable[Sent], work: Work) -> list[Sent]:
    """What goes back: a workbook of what to mend or explain, or a line of text about a file that could not be read.

    One that is there already for the very same verdict is left alone, for somebody may be mending it. What a later one
    that is right has overtaken is not answered any more, and where nothing is left to say the last answer is taken away.
    Those of the batch come back that may be stored: a return whose queries could not be asked waits for the next run, which
    would not look at it again.
    """
    batch = list(batch)
    late = overtaken(batch, work)
    unasked = {sent.submission.digest for sent in batch if sent.submission.digest not in late and not _answered(sent, work)}
    return [sent for sent in batch if sent.submission.digest not in unasked]


def _answered(sent: Sent, work: Work) -> bool:
    """Whether the answer to it was written, or will be by a later run though it is stored, or never can be."""
    try:
        _answer(sent, work)
    except (OSError, TrustKpiError) as error:
        waits = not sent.reading.refused and not sent.reading.errors and bool(sent.reading.queries)
        so, why = ", so it is not accepted yet" if waits else "", refused(error) if isinstance(error, OSError) else error
        work.done.unfinished.append(f"The answer to {sent.submission.name} was not written{so}. {why}")
        return not waits
    except Exception as error:  # noqa: BLE001  one file never stops the rest
        why = f"The program met a fault of its own ({blunt(error)}): please report that."
        work.done.unfinished.append(f"The answer to {sent.submission.name} was not written. {why}")
    return True


def _answer(sent: Sent, work: Work) -> None:
    reading = sent.reading
    text = work.folder.corrections / f"{_safe(sent.submission.name)} - could not be read.txt"
    if reading.refused:
        write_beside(text, f"{reading.refused}\n".encode())
        work.done.problems.append(f"{sent.submission.name}: {reading.refused}")
        return
    text.unlink(missing_ok=True)
    to = _place(sent, work)
    if not reading.errors and len(sent.explanations) == len(reading.queries):
        _take_away(to, sent, but=None)
    else:
        said = work.store.has_said(sent.submission, reading, explanations=sent.explanations)
        asks = work.done.corrections if reading.errors else work.done.queried
        asks.append(_last(to) if said and to.is_file() else _write(sent, to, work))


def _write(sent: Sent, to: Path, work: Work) -> Path:
    """Where the workbook was written: never over one that somebody has open or has saved, who may be mending it."""
    declared, made = sent.reading.declared, io.BytesIO()
    write_workbook(sent.reading, made, trust=work.trust.name, uses=uses(declared) if declared else None)
    written = write_beside(to, made.getvalue(), may_replace=is_as_sealed)
    _take_away(to, sent, but=written)
    if written != to:
        says = f"{to.name} is open or was saved by somebody since it was written, so the new one is beside it: {written.name}."
        work.done.problems.append(says)
    return written


def _take_away(to: Path, sent: Sent, *, but: Path | None) -> None:
    """Takes away the answers that this submission makes needless: those that nobody has saved, and itself where it lies there."""
    there = [p for p in beside(to) if p != but and p.is_file() and not is_open(p)]
    taken_away(p for p in there if _is_untouched(p) or sha256(p) == sent.submission.digest)


def _last(path: Path) -> Path:
    """The newest that nobody has saved of the workbooks written under that name; the name itself where there is none."""
    return next((p for p in reversed([*beside(path)]) if p.is_file() and _is_untouched(p)), path)


def _is_untouched(path: Path) -> bool:
    return is_as_sealed(path.read_bytes())


def _place(sent: Sent, work: Work) -> Path:
    cover, declared, of = sent.reading.cover, sent.reading.declared, period_of(sent.reading)
    if of is None or not cover.academy or declared is None:
        named = f"{Path(sent.submission.name).stem}.xlsx"
    else:
        named = workbook_name(cover.academy, declared.name, of.name)
    folder = work.folder.corrections / of.name if of else work.folder.corrections
    return folder / f"{_safe(Path(named).stem)} - corrections.xlsx"


def _safe(name: str) -> str:
    """A name that came from outside, fit to be a file's and short enough for what is added to it."""
    return readable(_NOT_IN_NAMES.sub("-", name)).encode()[:_LONGEST].decode(errors="ignore").strip(" .") or "unnamed"


def store(batch: Sequence[Sent], work: Work) -> None:
    """Every one of the batch accepted, or recorded as sent back; what the disk would not take is told, and taken next time."""
    before = _subjects(work)
    left: dict[str, str] = {sent.submission.digest: "" for sent in batch}

    def keep() -> None:
        for sent in batch:
            if sent.submission.digest in left:
                _keep(sent, work, left)
        if left:
            raise NotAllKeptError

    try:
        step("store", keep)
    except NotAllKeptError:
        unkept = [(s.submission.name, left[s.submission.digest]) for s in batch if s.submission.digest in left]
        work.done.unfinished += [f"{name} was not stored. {why}" for name, why in unkept]
    work.done.replaced += _replaced(before, _subjects(work))
    work.done.problems += _too_old(batch, work)


def _too_old(batch: Iterable[Sent], work: Work) -> Iterator[str]:
    """What is said of a return that was accepted but bears an earlier date than the one that stands."""
    accepted, stands = work.store.accepted(), _subjects(work)
    for sent in batch:
        entry = accepted.get(sent.submission.digest)
        last = stands.get((entry.academy, entry.return_name, entry.period)) if entry else None
        if entry and last and last.digest != entry.digest:
            says = f"{entry.file} was last changed on {shown(entry.received.date())}, before {last.file}, which therefore stands."
            yield f"{says} If it is to take its place, save it once more and send that."


def _keep(sent: Sent, work: Work, left: dict[str, str]) -> None:
    keep = work.store.send_back if sent.reading.refused or sent.reading.errors else work.store.accept
    try:
        keep(sent.submission, sent.reading, explanations=sent.explanations)
    except TrustKpiError as error:
        left[sent.submission.digest] = str(error)
    except OSError as error:
        left[sent.submission.digest] = refused(error)
    else:
        del left[sent.submission.digest]


def _subjects(work: Work) -> _Subjects:
    return {(e.academy, e.return_name, e.period): e for e in work.store.entries()}


def _replaced(before: _Subjects, now: _Subjects) -> list[str]:
    changed = [(subject, e) for subject, e in now.items() if subject in before and before[subject].digest != e.digest]
    return [f"{' '.join(subject)}: {e.file} replaces {before[subject].file}" for subject, e in changed]

"""What becomes of a checked return: the academy hears what to mend or explain, and the store keeps it or that it went back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flows.inward import Sent
from flows.steps import step
from flows.work import Work
from trustkpi.asked import period_of
from trustkpi.entries import Entry
from trustkpi.excel.corrections import write_corrections as write_workbook
from trustkpi.facts import TrustKpiError
from trustkpi.folder import workbook_name
from trustkpi.uses import uses
from trustkpi.whole import PART, private_folder, write_beside

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_Subjects = Mapping[tuple[str, str, str], Entry]


class NotAllKeptError(Exception):
    """Some of a batch could not be kept."""


def write_corrections(batch: Iterable[Sent], work: Work) -> None:
    """What goes back: a workbook of what to mend or explain, or a line of text about a file that could not be read.

    One that is there already for the very same verdict is left alone, for somebody may be mending it.
    """
    for sent in batch:
        try:
            _answer(sent, work)
        except OSError as error:
            says = f"The answer to {sent.submission.name} could not be written: {error.strerror or type(error).__name__}."
            work.done.problems.append(says)


def _answer(sent: Sent, work: Work) -> None:
    reading = sent.reading
    text = work.folder.corrections / f"{_safe(Path(sent.submission.name).name)} - could not be read.txt"
    if reading.refused:
        write_beside(text, f"{reading.refused}\n".encode())
        work.done.problems.append(reading.refused)
        return
    text.unlink(missing_ok=True)
    if reading.errors or len(sent.explanations) < len(reading.queries):
        to = _place(sent, work)
        said = work.store.has_said(sent.submission, reading, explanations=sent.explanations)
        work.done.corrections.append(to if said and to.is_file() else _write(sent, to, work))


def _write(sent: Sent, to: Path, work: Work) -> Path:
    part = private_folder(to.parent) / f".{to.stem}{PART}"
    try:
        declared = sent.reading.declared
        write_workbook(sent.reading, part, trust=work.trust.name, uses=uses(declared) if declared else None)
        return write_beside(to, part.read_bytes())
    finally:
        part.unlink(missing_ok=True)


def _place(sent: Sent, work: Work) -> Path:
    cover, declared, of = sent.reading.cover, sent.reading.declared, period_of(sent.reading)
    if of is None or not cover.academy or declared is None:
        named = f"{Path(sent.submission.name).stem}.xlsx"
    else:
        named = workbook_name(cover.academy, declared.name, of.name)
    folder = work.folder.corrections / of.name if of else work.folder.corrections
    return folder / f"{_safe(Path(named).stem)} - corrections.xlsx"


def _safe(name: str) -> str:
    """A name that came from outside, fit to be a file's."""
    return _NOT_IN_NAMES.sub("-", name).strip(" .") or "unnamed"


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
        work.done.problems += [f"{name} was not stored, so the next run tries again: {why}" for name, why in unkept]
    work.done.replaced += _replaced(before, _subjects(work))


def _keep(sent: Sent, work: Work, left: dict[str, str]) -> None:
    keep = work.store.send_back if sent.reading.refused or sent.reading.errors else work.store.accept
    try:
        keep(sent.submission, sent.reading, explanations=sent.explanations)
    except TrustKpiError as error:
        left[sent.submission.digest] = str(error)
    except OSError as error:
        left[sent.submission.digest] = f"{error.strerror or type(error).__name__}."
    else:
        del left[sent.submission.digest]


def _subjects(work: Work) -> _Subjects:
    return {(e.academy, e.return_name, e.period): e for e in work.store.entries()}


def _replaced(before: _Subjects, now: _Subjects) -> list[str]:
    changed = [(subject, e) for subject, e in now.items() if subject in before and before[subject].digest != e.digest]
    return [f"{' '.join(subject)}: {e.file} replaces {before[subject].file}" for subject, e in changed]

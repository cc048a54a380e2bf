"""Packs that come back: what executives typed into them is kept before a new pack takes their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flows.steps import blunt
from flows.work import Work
from trustkpi.collect import look_into
from trustkpi.comments import Commented, comments
from trustkpi.entries import FINAL, PackEntry
from trustkpi.excel.commentary import Edits, edits, stamp_of
from trustkpi.facts import Submission, TrustKpiError
from trustkpi.reading.door import RefusedError, bytes_of
from trustkpi.reading.package import package
from trustkpi.whole import sha256

_MOST_NAMED = 3
_MOST_ASIDE = 100


def take_commentary(sent: Sequence[Submission], work: Work) -> list[Submission]:
    """What was sent, less the packs among it; what was typed into those and into the packs where they lie is kept."""
    packs = work.issued.packs()
    published = {p.content: p for p in packs if p.content}
    read = {c.digest for c in work.issued.commented()}
    for pack in _in_packs(work):
        if pack.digest not in read and pack.digest not in {p.sha256 for p in packs}:
            _take(pack, published, work)
    return [one for one in sent if one.digest not in read and not _take(one, published, work)]


def _in_packs(work: Work) -> Iterable[Submission]:
    if not work.folder.packs.is_dir():
        return ()
    found = look_into(work.folder.packs)
    work.done.problems += [f"packs/{p.name} {p.says}" for p in found.passed_over]
    return tuple(s for s in found.submissions if s.path.suffix.casefold() == ".xlsx")


def _take(sent: Submission, published: Mapping[str, PackEntry], work: Work) -> bool:
    """Whether it is a pack; what was typed into one that this store knows is noted."""
    try:
        data = bytes_of(sent.path)
    except RefusedError:
        return False
    stamp = stamp_of(data)
    pack = published.get(stamp)
    if not stamp:
        return False
    if pack is None:
        work.done.problems.append(f"{sent.name} is a pack that was not made here, so nothing was read from it.")
    elif sent.digest != pack.sha256:
        try:
            package(data)
            _note(sent, pack, edits(work.issued.workbook(pack), data), work)
        except TrustKpiError as wrong:
            work.done.problems.append(f"{sent.name} could not be read back: {wrong}")
        except Exception as error:  # noqa: BLE001  one file never stops the rest
            work.done.problems.append(f"{sent.name} could not be read back and is left as it is ({blunt(error)}).")
    return True


def _note(sent: Submission, pack: PackEntry, found: Edits, work: Work) -> None:
    lies_there = sent.path.is_relative_to(work.folder.packs)
    if lies_there and (found.elsewhere or found.gone or pack.state == FINAL):
        aside = set_aside(sent.path)
        work.done.problems.append(f"{sent.name} was changed after it was published: it is kept as {aside.name}.")
    came = Commented(sent.digest, sent.name, pack.committee, pack.period, pack.content, found.who, sent.received, found.typed)
    work.issued.note(came)
    if found.typed:
        work.done.commented.append(f"{sent.name}: {_cells(len(found.typed))} read back.")
    work.done.problems += [*_elsewhere(sent, found), *_overtaken(came, work)]


def _elsewhere(sent: Submission, found: Edits) -> Iterable[str]:
    named = [*(f"the sheet {tab}" for tab in found.gone), *found.elsewhere]
    more = len(named) - _MOST_NAMED
    if named:
        where = ", ".join(named[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        yield f"{sent.name} was edited outside its yellow cells ({where}): figures come from the returns, so that was not taken."


def _overtaken(came: Commented, work: Work) -> Iterable[str]:
    """A sentence where what was typed is older than what stands already; the older words stay in the store."""
    stands = comments(work.issued.commented(), came.period, "")
    older = [t for t in came.typed if getattr(stands.of(t.kpi, t.academy), t.field) != t.text]
    if older:
        yield f"{came.file}: what was typed in {_cells(len(older))} is older than the words that stand there now, which are kept."


def _cells(number: int) -> str:
    return f"{number} {'cell' if number == 1 else 'cells'} of commentary"


def set_aside(path: Path) -> Path:
    """Moves somebody's copy out of the way of a pack, beside it under a name of its own; where it lies now."""
    names = [f"{path.stem} (edited{f' {n}' if n else ''}){path.suffix}" for n in ("", *range(2, _MOST_ASIDE))]
    aside = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    try:
        return path.rename(aside)
    except OSError as error:
        msg = f"{path.name} was changed by somebody and cannot be moved aside: close it wherever it is open, and run again."
        raise TrustKpiError(msg) from error


def stands_in_the_way(path: Path, work: Work) -> bool:
    """Whether a file there was neither published nor read: somebody saved it since the run began."""
    if not path.is_file():
        return False
    known = {p.sha256 for p in work.issued.packs()} | {c.digest for c in work.issued.commented()}
    return sha256(path) not in known

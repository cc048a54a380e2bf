"""What a run says of periods that were forgotten, and what stands behind a pack, forgotten or not."""

from __future__ import annotations

from collections.abc import Iterator

from flows.work import Work
from trustkpi.entries import Entry
from trustkpi.kpi import Kpi
from trustkpi.ledger_frame import current
from trustkpi.measured import behind_now
from trustkpi.packs import CommitteePack
from trustkpi.register import Register
from trustkpi.standing import slotted
from validation.findings import shown


def behind(committee: CommitteePack, work: Work) -> Iterator[Entry]:
    """What stands behind a committee's pack: the returns that it reads, in the periods that it shows.

    A forgotten return is among them, for the totals that were kept of it are.
    """
    ever = current(work.store.accepted().values())
    returns, slots = _read_by(committee, work), slotted(ever, work.period, work.as_at)
    return (e for e in ever if e.return_name in returns and e.period in slots.get(e.return_name, {}))


def cannot_be_made(committee: CommitteePack, work: Work) -> str:
    """Why a committee's pack can no longer be made: returns of its own period were forgotten; blank where none were."""
    gone, ever = work.store.forgotten(), current(work.store.accepted().values())
    now = behind_now(work.period, ever, gone, work.as_at)
    theirs = sorted({now[name] for name in _read_by(committee, work) if name in now})
    if not theirs:
        return ""
    day = shown(max(gone[name].recorded for name in theirs).date())
    return (
        f"The pack of {committee.name} for {work.period.title} cannot be made again: what it is made from was forgotten on {day}."
        " What was published stands as it is."
    )


def not_taken(name: str, period: str) -> str:
    """What is said of a file that was sent for a forgotten period."""
    return f"{name} is for {period}, which was forgotten, so it is not taken: remove it from the inbox."


def _read_by(committee: CommitteePack, work: Work) -> set[str]:
    read: list[Kpi | Register] = [*work.kpis.values(), *work.registers.values()]
    return {name for declared in read if committee.reads(declared) for name in declared.returns}

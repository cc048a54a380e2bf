"""From draft to final: what an executive has read and commented on is issued to the committee, and never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from prefect import flow

from flows.inward import collect, sweep
from flows.outcome import Outcome
from flows.outward import outcome
from flows.steps import told_bluntly
from flows.termly import onwards, served
from flows.work import Work, alone, work_of
from trustkpi.facts import TrustKpiError
from trustkpi.packs import CommitteePack
from trustkpi.publish import manifest
from trustkpi.whole import for_owner_alone

__all__ = ["finalise", "run"]


@flow(name="finalise", persist_result=False)
def finalise(folder: Path, period: str | None = None, committee: str | None = None, *, pdf: bool = False) -> Outcome:
    """The drafts of a period's packs as final issues, with what was typed into them; returns in the inbox wait for a run.

    A pack whose figures are no longer those of its draft is not issued: somebody is to read it first.
    """
    for_owner_alone()
    with told_bluntly(), alone(folder):
        work = work_of(folder, period, committee, None)
        sweep(work)
        collect(work)
        for as_at, committees in _drafted(work).items():
            onwards(replace(work, as_at=as_at, committees=tuple(committees), final=True, pdf=pdf))
        return outcome(work)


def run(folder: Path, *, period: str | None = None, committee: str | None = None, pdf: bool = False) -> Outcome:
    """What the flow comes to, on the server that PREFECT_API_URL names or on one that lives as long as the run."""
    with served(folder):
        return finalise(folder.resolve(), period, committee, pdf=pdf)


def _drafted(work: Work) -> dict[date, list[CommitteePack]]:
    """The committees that have a pack for the period, by the as-at date of their newest one; an error where none has."""
    found: dict[date, list[CommitteePack]] = {}
    for committee, as_at in _newest(work):
        found.setdefault(as_at, []).append(committee)
    if not found:
        whose = work.committees[0].name if len(work.committees) == 1 else "any committee"
        msg = f"There is no pack of {whose} for {work.period.title} yet: trustkpi run --period {work.period.name} makes one."
        raise TrustKpiError(msg)
    return found


def _newest(work: Work) -> Iterator[tuple[CommitteePack, date]]:
    lines = sorted(manifest(work.folder.packs / work.period.name).values(), key=lambda line: int(line.get("issue", 1)))
    as_at = {line["committee"]: date.fromisoformat(line["as_at"]) for line in lines}
    yield from ((committee, as_at[committee.name]) for committee in work.committees if committee.name in as_at)

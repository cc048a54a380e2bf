"""The term's work: what the academies sent becomes what the committees read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from prefect import flow
from prefect.settings import PREFECT_API_URL

from flows.artifacts import show
from flows.inward import check, collect, read, sweep
from flows.issuing import publish
from flows.keeping import store, write_corrections
from flows.outcome import Outcome, in_words, wanting
from flows.outward import history, measure, outcome, pack, rate, suppress
from flows.papers import papers
from flows.prefect_home import at_home, hold_to_a_server_that_answers, while_it_answers
from flows.steps import told_bluntly
from flows.work import Work, alone, work_of
from trustkpi.disk import has_room, refused
from trustkpi.facts import TrustKpiError
from trustkpi.whole import for_owner_alone

__all__ = ["Outcome", "in_words", "onwards", "run", "sentence", "served", "termly", "wanting"]


@flow(name="termly", persist_result=False)
def termly(
    folder: Path, period: str | None = None, committee: str | None = None, as_at: date | None = None, *, pdf: bool = False
) -> Outcome:
    """From the inbox of a trust folder to its committees' workbooks, for the period named or the trust's current one."""
    for_owner_alone()
    with told_bluntly(), alone(folder):
        return show(sentence(replace(work_of(folder, period, committee, as_at), pdf=pdf)))


def sentence(work: Work) -> Outcome:
    """The whole of it, whether Prefect looks on or not."""
    sweep(work)
    for batch in read(collect(work), work):
        checked = check(batch, work)
        store(write_corrections(checked, work), work)
    onwards(work)
    return outcome(work)


def onwards(work: Work) -> None:
    """From the store to the packs."""
    results = measure(work)
    seen = suppress(results, work)
    rated, earlier = rate(seen, work), history(seen, work)
    for committee, pages in pack(rated, earlier, work):
        try:
            publish(committee, pages, rated, work)
        except (OSError, TrustKpiError) as error:
            why = refused(error) if isinstance(error, OSError) else error
            work.done.unfinished.append(f"The pack of {committee.name} was not written, and what was there stands. {why}")
    try:
        papers(results, rated, work)
    except (OSError, TrustKpiError) as error:
        why = refused(error) if isinstance(error, OSError) else error
        work.done.unfinished.append(f"The pay gap's statement and file were not written, and what was there stands. {why}")


def run(
    folder: Path, *, period: str | None = None, committee: str | None = None, as_at: date | None = None, pdf: bool = False
) -> Outcome:
    """What the flow comes to, on the server that PREFECT_API_URL names or on one that lives as long as the run."""
    with served(folder):
        return termly(folder.resolve(), period, committee, as_at, pdf=pdf)


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """Alone in the folder, on the server that PREFECT_API_URL names or on one that lives as long as the block."""
    has_room(folder)
    with ExitStack() as stack:
        stack.enter_context(alone(folder))
        if PREFECT_API_URL.value():
            hold_to_a_server_that_answers()
        else:
            stack.enter_context(at_home(folder))
        stack.enter_context(while_it_answers(folder))
        yield

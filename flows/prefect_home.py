"""Prefect inside the trust folder: its database beside the store, and its server for one run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events.worker import EventsWorker
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from prefect.states import Crashed

from flows import QUIET
from flows.server import NoServerError, server
from trustkpi.disk import has_room
from trustkpi.whole import private_folder

_MOST = 200  # runs that the server tells of at a time


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Prefect at home in the folder's `.prefect`, with a server of its own for as long as the block runs."""
    home = folder.resolve() / ".prefect"
    with ExitStack() as stack:
        address = _served(home, stack)
        stack.enter_context(temporary_settings({PREFECT_HOME: str(home), PREFECT_API_URL: address}))
        _bury_the_dead()
        try:
            yield
        finally:
            EventsWorker.drain_all()  # what is still on its way to the server arrives before it ends


def hold_to_a_server_that_answers() -> None:
    """Nothing; `NoServerError` where nobody answers at the address that PREFECT_API_URL names."""
    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is not None:
            msg = "The Prefect server that PREFECT_API_URL names does not answer: start it, or unset it, and run again."
            raise NoServerError(msg)


@contextmanager
def while_it_answers(folder: Path) -> Iterator[None]:
    """A server that fails in the block is told in a sentence, and a full disk in one of its own, which is what fails most."""
    try:
        yield
    except HTTPError:
        has_room(folder)
        msg = "The Prefect server failed while the run was at work. What is done stands: run it again, and that completes it."
        raise NoServerError(msg) from None


def _served(home: Path, stack: ExitStack) -> str:
    settings = {**QUIET, "PREFECT_HOME": str(home), "PREFECT_SERVER_UI_ENABLED": "false"}
    private_folder(home)
    try:
        return stack.enter_context(server(settings))
    except NoServerError:
        has_room(home)
        # A full disk or a power cut can leave a database that no server starts on; it holds nothing but Prefect's own history.
        shutil.rmtree(home, ignore_errors=True)
        private_folder(home)
        return stack.enter_context(server(settings))


def _bury_the_dead() -> None:
    """Runs that were killed are told as crashed: with one run at a time in a folder, nobody else's can be running."""
    running = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])))
    with get_client(sync_client=True) as client:
        for dead in client.read_flow_runs(flow_run_filter=running, sort=FlowRunSort.START_TIME_DESC, limit=_MOST):
            client.set_flow_run_state(dead.id, Crashed(message="The run was killed."), force=True)

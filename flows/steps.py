"""Verbs as Prefect tasks: what they work on, what they make and what went wrong with it stay out of Prefect's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext

from trustkpi.disk import refused
from trustkpi.facts import TrustKpiError

_Made = TypeVar("_Made")
_RETRIES, _DELAYS = 2, [0.2, 1.0]  # seconds; what a scanner or a synchroniser holds for a moment is free again by then


class RunFaultError(Exception):
    """A fault of the program: its kind and place, without a word of the data that it met."""


def step(name: str, verb: Callable[[], _Made]) -> _Made:
    """What the verb makes, as a Prefect task of that name that is tried three times; raises what the last try raised.

    The task is handed nothing and hands nothing back, so that no row of anybody's lies in Prefect's database or storage.
    Outside a flow the verb is just done.
    """
    if FlowRunContext.get() is None:
        return verb()
    made: list[_Made] = []
    wrong: list[Exception] = []

    def tried() -> None:
        try:
            made.append(verb())
        except Exception as error:  # noqa: BLE001  raised again below
            wrong.append(error)
            raise RunFaultError(blunt(error)) from None

    tries = task(name=name, retries=_RETRIES, retry_delay_seconds=_DELAYS, cache_policy=NO_CACHE, persist_result=False)
    try:
        tries(tried)()
    except RunFaultError:
        raise wrong[-1] from None
    return made[-1]


def blunt(error: BaseException) -> str:
    """Kind and place of an error, for its text can carry a pupil's or a colleague's data."""
    if isinstance(error, TrustKpiError):
        return type(error).__name__
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name} line {last.lineno}"


@contextmanager
def told_bluntly() -> Iterator[None]:
    """Faults of the block are told by kind and place alone; a sentence for the user passes as it is."""
    try:
        yield
    except TrustKpiError:
        raise
    except OSError as error:
        raise TrustKpiError(refused(error)) from None
    except Exception as error:  # noqa: BLE001  any of them can carry data
        raise RunFaultError(blunt(error)).with_traceback(error.__traceback__) from None

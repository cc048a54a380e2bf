"""The store under hypothesis: whatever order submissions come in, however often, and wherever a run dies, the end is the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trustkpi.small_return import ERROR_FOUND, PERIOD, Classes, at, reading, sent
from trustkpi import ledger
from trustkpi.facts import TrustKpiError
from trustkpi.store import Store

# Academy, day of January and pupils: two academies sent twice, and one of those went back first.
SENT = [("Ambleside", 8, 20), ("Ambleside", 9, 21), ("Unity", 8, 30), ("Unity", 10, 31), ("Westbury", 12, 40)]
GOES_BACK = 2
NEVER = 10_000


class DiedError(BaseException):
    """The process was killed: from here on nothing that it does reaches the disk."""


@contextmanager
def dying_at(step: int) -> Iterator[None]:
    """A process that dies as it is about to make that step on the disk, cleaning up included."""
    steps = count(1)

    def or_die(really: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            if next(steps) >= step:
                raise DiedError
            return really(*given, **named)

        return call

    places: list[tuple[object, str]] = [
        (os, "fsync"), (os, "replace"), (os, "unlink"), (os, "mkdir"), (tempfile, "mkstemp"), (shutil, "rmtree"),
        (ledger, "_insert"), (ledger, "brought_up"),
    ]  # fmt: skip
    with mock.patch.multiple(os, **{name: or_die(getattr(os, name)) for module, name in places if module is os}):
        others = [mock.patch.object(module, name, or_die(getattr(module, name))) for module, name in places if module is not os]
        for one in others:
            one.start()
        try:
            yield
        except DiedError:
            pass
        finally:
            for one in others:
                one.stop()


def take(folder: Path, number: int) -> None:
    academy, day, pupils = SENT[number]
    submission = sent(folder, f"{number}.xlsx", at(day))
    store = Store(folder / "store")
    store.sweep()
    if number == GOES_BACK:
        store.send_back(submission, reading(submission, academy=academy, pupils=pupils, findings=(ERROR_FOUND,)))
    else:
        store.accept(submission, reading(submission, academy=academy, pupils=pupils))


def end(folder: Path) -> tuple[dict[str, bytes], list[dict[str, object]], list[tuple[object, ...]]]:
    """What is on the disk, what the ledger says and what a pack would be made from."""
    store = Store(folder / "store")
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted((folder / "store").rglob("*")) if p.is_file()}
    kept = {name: content for name, content in files.items() if not name.endswith((".sqlite", ".lock"))}
    told = store.ledger().drop("entry", "recorded").sort("digest", "state").to_dicts()
    return kept, told, store.rows(Classes, "classes", [PERIOD]).rows()


def undisturbed(folder: Path) -> tuple[dict[str, bytes], list[dict[str, object]], list[tuple[object, ...]]]:
    for number in range(len(SENT)):
        take(folder, number)
    return end(folder)


def attempts() -> st.SearchStrategy[list[tuple[int, int]]]:
    """Submissions in any order and any number of times, each with the step at which the process dies, if it does."""
    return st.lists(st.tuples(st.integers(0, len(SENT) - 1), st.integers(1, 24) | st.just(NEVER)), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(attempts(), st.permutations(range(len(SENT))))
def test_any_order_any_reruns_and_any_deaths_end_in_the_same_bytes(tried: list[tuple[int, int]], last: list[int]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        calm, folder = undisturbed(Path(scratch, "calm")), Path(scratch, "folder")
        for number, step in tried:
            with dying_at(step):
                take(folder, number)
            whole_or_not_there(Store(folder / "store"))
        for number in last:
            take(folder, number)
        assert end(folder) == calm


def whole_or_not_there(store: Store) -> None:
    """Every accepted return has its original and its rows at every moment."""
    for digest in store.accepted():
        assert store.original(digest).is_file()
    try:
        store.rows(Classes, "classes", [PERIOD])
    except TrustKpiError as lost:
        raise AssertionError(str(lost)) from lost

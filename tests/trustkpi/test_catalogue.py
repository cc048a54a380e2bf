"""The catalogue finds every KPI in its folder, and no two under one name."""

from __future__ import annotations

from types import ModuleType

import pytest

from trustkpi.catalogue import catalogue, collected
from trustkpi.kpi import Kpi
from validation.model import DeclarationError
from validation.returns.attendance import codes_of
from validation.vocabulary import Standing


def a_module(name: str, **held: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(held)
    return module


def test_there_is_a_kpi_for_each_code_of_absence() -> None:
    away = [*codes_of(Standing.AUTHORISED), *codes_of(Standing.UNAUTHORISED)]
    assert len(away) == 16
    assert {f"absence_code_{c.code.lower()}_rate" for c in away} <= set(catalogue())


def test_no_kpi_was_lost() -> None:
    assert len(catalogue()) >= 27  # 11 of sessions and pupils and 16 reasons


def test_a_kpi_that_another_module_imports_is_counted_once() -> None:
    kpi = catalogue()["absence_rate"]
    assert collected([a_module("one", kpi=kpi), a_module("two", borrowed=kpi)]) == {"absence_rate": kpi}


def test_two_kpis_of_one_name_are_refused() -> None:
    first = catalogue()["absence_rate"]
    second = Kpi(**{**vars(first), "title": "Another"})
    with pytest.raises(DeclarationError, match="two KPIs or registers are called absence_rate"):
        collected([a_module("one", kpi=first), a_module("two", kpi=second)])


@pytest.mark.parametrize("kpi", catalogue().values(), ids=list(catalogue()))
def test_a_kpi_says_what_it_is(kpi: Kpi) -> None:
    assert kpi.meaning.endswith(".")
    assert kpi.focus
    assert kpi.source is None or kpi.source.link.startswith("http")  # without one it is a product default
    assert all(b.basis for b in kpi.bands)
    assert kpi.name in kpi.serves

"""Surveys of the synthetic trust: pupils and parents every term, staff and governors in the spring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random

import polars as pl

from trustkpi.demo.academies import ACADEMIES, AMBLESIDE, DENEWOOD, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice
from validation.returns.surveys import Questions

_ASKED = {"PUPILS": ("SAFE", "HAPPY", "LEARNS", "BULLYING"), "PARENTS": ("SAFE", "HAPPY", "SEND", "RECOMMEND")}
_IN_SPRING = {"STAFF": ("WORKLOAD", "WELLBEING", "VALUED", "EDI"), "GOVERNORS": ("INFORMED", "LED")}
# How many there are to ask, how many in a hundred answer, and how many of those agree. Made up.
_PUPILS = {AMBLESIDE: 380, WESTBURY: 140, WOODLANDS: 136, DENEWOOD: 80, UNITY: 86}
_ANSWER = {"PUPILS": 82, "PARENTS": 31, "STAFF": 64, "GOVERNORS": 88}
_AGREE = {AMBLESIDE: 93, WESTBURY: 91, WOODLANDS: 88, DENEWOOD: 79, UNITY: 81}
_HARDER = {"BULLYING": 12, "WORKLOAD": 24, "SEND": 5, "HAPPY": 3, "WELLBEING": 10}
_STAFF = {AMBLESIDE: 65, WESTBURY: 74, WOODLANDS: 90, DENEWOOD: 42, UNITY: 40}
_GOVERNORS = 12


def tables(asked: Asked) -> Mapping[str, pl.DataFrame]:
    """The answers by question."""
    return {Questions.facts().title: pl.DataFrame(list(_rows(asked)), schema=Questions.dtypes(), orient="row")}


def _rows(asked: Asked) -> Iterator[dict[str, object]]:
    audiences = _ASKED | (_IN_SPRING if asked.period.term == "spring" else {})
    for academy in ACADEMIES:
        name = academy.facts.name
        invited = {
            "PUPILS": _PUPILS[name], "PARENTS": _PUPILS[name], "STAFF": _STAFF[name],
            "GOVERNORS": _GOVERNORS,
        }  # fmt: skip
        for audience, questions in audiences.items():
            for question in questions:
                rng = dice("survey", name, audience, question, asked.period.name)
                yield {
                    "place": name, "audience": audience, "asked_on": asked.closes - timedelta(days=21), "question": question,
                    "invited": invited[audience],
                    **_answers(rng, invited[audience] * _ANSWER[audience] // 100, _AGREE[name] - _HARDER.get(question, 0)),
                }  # fmt: skip


def _answers(rng: Random, responses: int, agree: int) -> dict[str, object]:
    unsure = rng.randrange(responses // 12 + 1)
    says = responses - unsure
    yes = says * (agree + rng.randrange(-2, 3)) // 100
    strongly, no = yes * (45 + rng.randrange(15)) // 100, says - yes
    return {
        "responses": responses, "strongly_agree": strongly, "agree": yes - strongly, "disagree": no - no // 3,
        "strongly_disagree": no // 3, "dont_know": unsure,
    }  # fmt: skip

"""Surveys of pupils, parents, staff and governors: answers counted by question; nobody who answered is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, PEOPLE, PERCENT, TEXT, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, Rule, adds_up_to, given_when, never_more_than

AUDIENCES = {"PUPILS": "Pupils", "PARENTS": "Parents and carers", "STAFF": "Staff", "GOVERNORS": "Governors and trustees"}
QUESTIONS = {
    "SAFE": "Feels safe at school", "HAPPY": "Is happy at school", "BEHAVIOUR": "Behaviour is good", "BULLYING": "Bullying is dealt with",
    "LEARNS": "Learns well", "LISTENED": "Is listened to", "SEND": "Special needs are met", "RECOMMEND": "Would recommend the school",
    "WORKLOAD": "Workload can be managed", "WELLBEING": "Well-being is looked after", "VALUED": "Feels valued", "EDI": "Everybody is treated fairly",
    "ICT": "Systems and devices serve", "LED": "The trust is well led", "INFORMED": "Is told what is needed", "OTHER": "Another question",
}  # fmt: skip
_counted: Any = {"unit": PEOPLE, "at_least": 0, "at_most": 100_000}


class Questions(
    Sheet, title="Questions", one_row="one question to one audience of one academy",
    intro="One row for each question of a survey, with how many gave each answer. Never a name, never a comment.",
    key=("place", "audience", "asked_on", "question"), room=1000,
    rules=(
        adds_up_to("responses", ("strongly_agree", "agree", "disagree", "strongly_disagree", "dont_know"),
            says="is not the sum of the five answers", do="Copy the answers again from the survey."),
        never_more_than("responses", "invited", says="is more than were asked", do="Correct whichever of the two is wrong."),
        Rule("asked by the as-at date", ("asked_on",), "asked_on", pl.col("asked_on") <= CLOSES, says="is after the as-at date",
            do="Leave out a survey that has not ended."),
        given_when("benchmark_of", pl.col("benchmark").is_not_null(), reads=("benchmark",), says="is blank though a benchmark is given",
            do="Say whose figure it is, with its year."),
    ),
):  # fmt: skip
    """Answers by question."""

    # fmt: off
    place: str = cell("Academy", unit=TEXT, help="Short name; blank for the whole trust.", example="Westbury", required=False, width=14, carries=True)
    audience: str = cell("Audience", unit=CODE, help="Who was asked.", example="PUPILS", one_of=AUDIENCES, carries=True, width=16)
    asked_on: date = cell("Closed on", unit=DATE, help="The survey's last day.", example=date(2025, 11, 21))
    question: str = cell("Question", unit=CODE, help="The nearest of the list, so that academies can be set side by side.", example="SAFE",
        one_of=QUESTIONS, carries=True, width=26)
    invited: int = cell("Asked", unit=PEOPLE, help="How many people were asked.", example=180, at_least=1, at_most=100_000)
    responses: int = cell("Answered", unit=PEOPLE, help="How many answered this question.", example=150, at_least=0, at_most=100_000)
    strongly_agree: int = cell("Strongly agree", help="How many.", example=70, **_counted)
    agree: int = cell("Agree", help="How many.", example=60, **_counted)
    disagree: int = cell("Disagree", help="How many.", example=10, **_counted)
    strongly_disagree: int = cell("Strongly disagree", help="How many.", example=4, **_counted)
    dont_know: int = cell("Do not know", help="How many; they are not in the base of the share that agrees.", example=6, **_counted)
    benchmark: float = cell("Benchmark, %", unit=PERCENT, help="Somebody else's share for the same question, if there is one.", example=88.0,
        required=False, at_least=0, at_most=100, carries=True)
    benchmark_of: str = cell("Whose benchmark", unit=TEXT, help="Whose figure, of which year.", example="Ofsted Parent View, 2024/25", required=False,
        carries=True, width=28)
    # fmt: on


SURVEYS = Return(
    name="surveys",
    title="Surveys",
    desk="Trust communications office",
    often=(Frequency.TERMLY,),
    sheets=(Questions,),
    purpose="Whether pupils feel safe, what parents, staff and governors say, and how many answered.",
    whole_trust=True,
)

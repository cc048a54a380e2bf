"""Special educational needs: the clocks of EHC plan reviews, money that came and what it was spent on."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, PEOPLE, PERCENT, POUNDS, TEXT, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, QUERY, Rule, given_when, never_more_than, not_before
from validation.vocabulary import SEN_NEED, UPN_CHECK_LETTER, UPN_FORM

NOTIONAL, PLACE_MONEY, TOP_UP = "NOTIONAL", "PLACE", "TOPUP"
STREAMS = {
    NOTIONAL: "Notional SEN budget", PLACE_MONEY: "Place funding", TOP_UP: "Top-up (element 3)", "OTHER": "Other from an authority",
}  # fmt: skip
KINDS = {
    "STAFF": "Teaching and support staff", "THERAPY": "Therapy and specialists", "EQUIP": "Equipment", "TRAIN": "Training", "TRAVEL": "Transport",
    "OTHER": "Other",
}  # fmt: skip
NEEDS = {**SEN_NEED, "ALL": "For several needs at once"}
IMPACT = {"3": "Clear gain", "2": "Some gain", "1": "No gain seen", "0": "Not yet judged"}
FUNDED, NOT_FUNDED = "FUNDED", "OTHER"
GROUPS = {FUNDED: "Pupils whose provision was funded", NOT_FUNDED: "Other pupils with SEN"}
ELSEWHERE = {"SCHOOL": "Neighbouring school", "LA": "Local authority"}
_money: Any = {"unit": POUNDS, "at_least": 0, "at_most": 50_000_000}
_people: Any = {"unit": PEOPLE, "at_least": 0, "at_most": 3000}


class Plans(
    Sheet, title="Plans", one_row="one pupil's EHC plan", personal=True, key=("upn",), room=1000, optional=True,
    intro="Every pupil with an EHC plan: the last annual review and the clocks that run from its meeting.",
    rules=(
        not_before("report_sent_on", "held_on", says="is before the meeting", do="Correct whichever of the two is wrong."),
        not_before("decided_on", "held_on", says="is before the meeting", do="Correct whichever of the two is wrong."),
        Rule("held by the as-at date", ("held_on",), "held_on", pl.col("held_on") <= CLOSES, says="is after the as-at date",
            do="Leave it blank until it was held."),
        given_when("held_on", pl.col("report_sent_on").is_not_null() | pl.col("decided_on").is_not_null(), reads=("report_sent_on", "decided_on"),
            says="is blank though the review went on", do="Type the day of the meeting."),
    ),
):  # fmt: skip
    """EHC plans and their reviews."""

    # fmt: off
    upn: str = cell("UPN", unit=CODE, help="Unique pupil number: a letter and 12 characters.", example="A000200000001", matches=UPN_FORM,
        tests=[UPN_CHECK_LETTER], carries=True, width=15)
    review_due: date = cell("Review due", unit=DATE, help="12 months from the plan or the last review.", example=date(2025, 11, 14), carries=True)
    held_on: date = cell("Meeting held on", unit=DATE, help="Of the review that was due; blank until then.", example=date(2025, 11, 12), required=False,
        carries=True)
    report_sent_on: date = cell("Report sent on", unit=DATE, help="To the authority: due two weeks after the meeting.", example=date(2025, 11, 24),
        required=False, carries=True)
    decided_on: date = cell("Authority decided on", unit=DATE, help="Due four weeks after the meeting.", example=date(2025, 12, 8), required=False,
        carries=True)
    # fmt: on


class Income(
    Sheet, title="Income", one_row="one stream from one authority", key=("stream", "authority"), room=60,
    intro="What came for special educational needs since September. Special schools and alternative provision have no notional budget.",
    rules=(
        Rule("received of what is due", ("received", "due"), "received", pl.col("received") <= pl.col("due"), says="is more than is due",
            do="Check with the authority, or explain.", severity=QUERY),
    ),
):  # fmt: skip
    """Money for special educational needs."""

    # fmt: off
    stream: str = cell("Stream", unit=CODE, help="Which money.", example=TOP_UP, one_of=STREAMS, width=22, carries=True)
    authority: str = cell("Authority", unit=TEXT, help="The local authority that pays.", example="Example City", width=22, carries=True)
    due: int = cell("Due", help="For the months since September.", example=84_000.0, **_money)
    received: int = cell("Received", help="Of it.", example=80_500.0, **_money)
    # fmt: on


class Spend(
    Sheet, title="Spend", one_row="one need and kind of spend", key=("need", "kind"), room=120,
    intro="What was spent on special educational needs since September, and whether it helped.",
):  # fmt: skip
    """Spend by need and kind."""

    # fmt: off
    need: str = cell("Need", unit=CODE, help="The primary need that it serves, chiefly.", example="ASD", one_of=NEEDS, width=24)
    kind: str = cell("Kind", unit=CODE, help="What was bought.", example="STAFF", one_of=KINDS, width=24)
    spent: int = cell("Spent", help="Since September.", example=31_000.0, **_money)
    impact: str = cell("Impact", unit=CODE, help="As the SENCO judges it.", example="2", one_of=IMPACT, width=14)
    says: str = cell("What changed", unit=TEXT, help="In a line, no names.", example="Fewer incidents at transitions", required=False, width=36)
    # fmt: on


class Progress(
    Sheet, title="Progress", one_row="one of two groups", key=("group",), room=2,
    intro="Pupils with SEN whose provision was paid for from this money, and the others: how many are on track, then and now.",
    rules=(
        never_more_than("before", "pupils", says="is more than there are", do="Correct whichever of the two is wrong."),
        never_more_than("now", "pupils", says="is more than there are", do="Correct whichever of the two is wrong."),
    ),
):  # fmt: skip
    """Whether funded pupils gained more."""

    group: str = cell("Group", unit=CODE, help="Which pupils.", example=FUNDED, one_of=GROUPS, width=30)
    pupils: int = cell("Pupils", help="In the group all year so far.", example=24, **_people)
    before: int = cell("On track in September", help="Of them.", example=9, **_people)
    now: int = cell("On track now", help="Of them.", example=13, **_people)


class Neighbours(
    Sheet, title="Neighbours", one_row="one neighbouring school or the authority in one year", key=("whose", "year"), room=20, optional=True,
    intro="What DfE publishes each year of neighbouring schools and of the authority, to stand beside the academy's own shares.",
    rules=(never_more_than("plans", "total", says="is more than have SEN at all", do="Correct whichever of the two is wrong."),),
):  # fmt: skip
    """Published shares of pupils with SEN elsewhere."""

    # fmt: off
    whose: str = cell("Whose", unit=TEXT, help="The school or the authority by its name.", example="Example City", width=30, carries=True)
    what: str = cell("What it is", unit=CODE, help="A school nearby, or the authority.", example="LA", one_of=ELSEWHERE, width=20, carries=True)
    year: str = cell("Year", unit=TEXT, help="The academic year of the January census.", example="2024/25", matches=r"^\d{4}/\d{2}$", carries=True)
    total: float = cell("With SEN, %", unit=PERCENT, help="At SEN support or with a plan.", example=19.5, at_least=0, at_most=100, carries=True)
    plans: float = cell("With a plan, %", unit=PERCENT, help="With an EHC plan.", example=5.3, at_least=0, at_most=100, carries=True)
    # fmt: on


SEND = Return(
    name="send",
    title="Special educational needs",
    desk="SENCO and school business manager",
    often=(Frequency.TERMLY,),
    sheets=(Plans, Income, Spend, Progress, Neighbours),
    purpose="Whether annual reviews keep their clocks, what money came for SEN, what it was spent on and whether it helped.",
)

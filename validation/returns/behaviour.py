"""Behaviour: one row an incident of the term, what was done about it, and whether prejudice or force came into it."""

from __future__ import annotations

from datetime import date

import polars as pl

from validation.conduct import INCIDENTS, PREJUDICES, ROLES, SANCTIONS
from validation.lists import PUPILS
from validation.model import CODE, DATE, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, OPENS, QUERY, Rule, given_when
from validation.vocabulary import UPN_CHECK_LETTER, UPN_FORM


# fmt: off
class Incidents(
    Sheet,
    title="Incidents",
    one_row="one pupil in one incident",
    intro="Every incident recorded since 1 September that your behaviour policy calls for recording: a row for each pupil who did it.",
    key=("upn", "number"),
    personal=True,
    room=4000,
    rules=(
        Rule("by the as-at date", ("happened",), "happened", pl.col("happened") <= CLOSES, says="is after the as-at date",
            do="Correct the date of the incident."),
        Rule("this year", ("happened",), "happened", pl.col("happened") >= OPENS, says="is before this academic year",
            do="Leave out incidents before 1 September."),
        Rule("kind of prejudice", ("prejudice", "kind"), "prejudice", pl.when(pl.col("kind") == "PREJ").then(pl.col("prejudice") != "N"),
            says="is None for a prejudice-related incident", do="Choose the kind of prejudice, or correct the kind of incident."),
        given_when("parents_told", pl.col("force"), reads=("force",), says="is blank though force was used",
            do="Say whether the parents were told.", severity=QUERY),
        Rule("serious and unanswered", ("sanction", "kind"), "sanction",
            pl.when(pl.col("kind").is_in(["SEXH", "SEXV", "WEAP"])).then(pl.col("sanction") != "NONE"),
            says="is None for a serious incident", do="Choose what was done, or explain why nothing was.", severity=QUERY),
    ),
):
    """What happened, and what was done."""

    upn: str = cell("UPN", unit=CODE, help="Unique pupil number, as on the attendance return.", example="A000200000001", matches=UPN_FORM,
        tests=[UPN_CHECK_LETTER], listed=PUPILS, width=15, known_as=["Unique Pupil Number"])
    number: str = cell("Incident", unit=CODE, help="Number of the incident in your MIS, so that two pupils in one are told from two incidents.",
        example="I0417", width=10, known_as=["Incident ID", "Incident number"])
    happened: date = cell("Date", unit=DATE, help="Day on which it happened.", example=date(2025, 11, 12), known_as=["Incident date"])
    kind: str = cell("Kind", unit=CODE, help="What kind of incident.", example="DIS", one_of=INCIDENTS, known_as=["Incident type"])
    prejudice: str = cell("Prejudice", unit=CODE, help="The prejudice behind it, if any; N where none.", example="N", one_of=PREJUDICES)
    sanction: str = cell("Sanction", unit=CODE, help="The most serious sanction given.", example="DET", one_of=SANCTIONS)
    role: str = cell("Recorded by", unit=CODE, help="The role of who recorded it, not a name.", example="T", one_of=ROLES)
    force: bool = cell("Physical intervention", unit=YES_NO, help="Whether reasonable force or restraint was used.", example=False)
    parents_told: bool = cell("Parents told", unit=YES_NO, help="Where force was used, whether the parents were told.", example=True, required=False)


# fmt: on
BEHAVIOUR = Return(
    name="behaviour",
    title="Behaviour",
    desk="Pastoral lead",
    often=(Frequency.TERMLY, Frequency.HALF_TERMLY),
    sheets=(Incidents,),
    purpose="Incidents, sanctions, prejudice and the use of force, so that the behaviour policy can be judged (T1.3-a, T5.1-g, T5.1-n).",
)

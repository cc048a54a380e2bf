"""Training, for the whole trust at once: who needs which course and has it in date; networks and moderation."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, NUMBER, TEXT, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, QUERY, Rule, given_when, never_more_than, not_before, this_year

GOVERNOR, TEACHER = "GOV", "TEACH"
ROLES = {
    "LEAD": "Leader", TEACHER: "Teacher", "TA": "Teaching assistant or HLTA", "ADMIN": "Administration", "SITE": "Site and premises",
    "CATER": "Catering", "OTHER": "Other support", GOVERNOR: "Governor or trustee",
}  # fmt: skip
SAFEGUARDING, LEAD, PREVENT, PART_ONE, RECRUITMENT, CONDUCT, INDUCTION, PHONICS = (
    "SAFEGUARDING", "DSL", "PREVENT", "KCSIE1", "RECRUITMENT", "CONDUCT", "INDUCTION", "PHONICS",
)  # fmt: skip
COURSES = {
    SAFEGUARDING: "Safeguarding", LEAD: "Designated safeguarding lead", PREVENT: "Prevent", PART_ONE: "Keeping children safe, part one: read",
    RECRUITMENT: "Safer recruitment", CONDUCT: "Code of conduct: signed", INDUCTION: "Safeguarding induction", PHONICS: "Phonics programme",
    "FIRST_AID": "First aid", "FIRE": "Fire safety", "HEALTH": "Health and safety for leaders", "EDI": "Equality, diversity and inclusion",
    "FRAUD": "Fraud awareness", "COACHING": "Coaching", "NPQ": "National professional qualification", "LEVEL7": "Level 7 apprenticeship",
    "MENTOR": "Mentor of early career teachers", "DIGITAL": "Digital champion",
}  # fmt: skip
LEADS_EVERY = "2y"  # how long the training of designated safeguarding leads counts
_place: Any = {"unit": TEXT, "help": "Short name of the academy; blank for the central team.", "example": "Westbury", "required": False,
    "width": 14, "carries": True}  # fmt: skip


class Courses(
    Sheet, title="Courses", one_row="one person's need of one course", personal=True, key=("person", "course"), room=5000,
    intro="One row for each course that a person's post asks for, had or not. Numbers, never names.",
    rules=(
        Rule("completed by the as-at date", ("completed_on",), "completed_on", pl.col("completed_on") <= CLOSES, says="is after the as-at date",
            do="Leave it blank until the course is completed."),
        not_before("valid_until", "completed_on", says="is before the day it was completed", do="Correct whichever of the two is wrong."),
        given_when("completed_on", pl.col("valid_until").is_not_null(), reads=("valid_until",), says="is blank though a last day is given",
            do="Type the day on which it was completed, or take the last day away."),
        Rule("leads every two years", ("valid_until", "completed_on", "course"), "valid_until",
            pl.when(pl.col("course") == LEAD).then(pl.col("valid_until") <= pl.col("completed_on").dt.offset_by(LEADS_EVERY)), severity=QUERY,
            says="is more than two years after a lead's training", do="Check both dates: a lead's training counts for two years."),
    ),
):  # fmt: skip
    """Who needs what, and until when it is good."""

    # fmt: off
    person: str = cell("Person number", unit=CODE, help="The trust's own number of the person, the same in every return.", example="P00017",
        carries=True)
    place: str = cell("Academy", **_place)
    role: str = cell("Role group", unit=CODE, help="What the person mainly is.", example=TEACHER, one_of=ROLES, carries=True)
    course: str = cell("Course", unit=CODE, help="What the post asks for.", example=SAFEGUARDING, one_of=COURSES, carries=True, width=30)
    started: date = cell("Started", unit=DATE, help="When the person started with the trust.", example=date(2021, 9, 1), carries=True)
    completed_on: date = cell("Completed", unit=DATE, help="The last time; blank where not yet.", example=date(2025, 9, 2), required=False,
        carries=True)
    valid_until: date = cell("Good until", unit=DATE, help="The last day; blank where it does not run out.", example=date(2026, 9, 1),
        required=False, carries=True)
    # fmt: on


class Networks(
    Sheet, title="Networks", one_row="one network", key=("network",), room=60,
    intro="The trust's networks of staff: what each is for, whether it meets and whether its impact was looked at.",
    rules=(
        never_more_than("schools", "members", says="is more than there are members", do="Count each academy once."),
        given_when("impact", pl.col("reviewed_on").is_not_null(), reads=("reviewed_on",), says="is blank though the impact was reviewed",
            do="Say in a line what was found."),
    ),
):  # fmt: skip
    """Networks and their impact."""

    # fmt: off
    network: str = cell("Network", unit=TEXT, help="What it is called.", example="Early years", carries=True, width=24)
    subject: bool = cell("Of a subject", unit=YES_NO, help="Is it about one subject?", example=True, carries=True)
    focus: str = cell("Focus this year", unit=TEXT, help="In a line.", example="Talk in the reception year", width=36, carries=True)
    members: int = cell("Members", unit=NUMBER, help="How many belong to it.", example=9, at_least=1, at_most=500)
    schools: int = cell("Academies in it", unit=NUMBER, help="How many academies take part.", example=5, at_least=1, at_most=200)
    planned: int = cell("Meetings planned", unit=NUMBER, help="This academic year so far.", example=3, at_least=0, at_most=100)
    held: int = cell("Meetings held", unit=NUMBER, help="Of those planned.", example=3, at_least=0, at_most=100)
    reviewed_on: date = cell("Impact reviewed on", unit=DATE, help="Against its focus; blank where not this year.", example=date(2026, 2, 12),
        required=False)
    impact: str = cell("What the review found", unit=TEXT, help="In a line.", example="Vocabulary is taught in every class", required=False, width=40)
    # fmt: on


class Moderation(
    Sheet, title="Moderation", one_row="one moderation of work", key=("subject", "held_on"), room=60, optional=True,
    intro="Meetings at which academies judged the same work and compared.",
    rules=(
        never_more_than("agreed", "samples", says="is more than were looked at", do="Correct whichever of the two is wrong."),
        this_year("held_on", do="Correct the date, or leave out a meeting of another year or one still to come."),
    ),
):  # fmt: skip
    """How far academies judge alike."""

    # fmt: off
    subject: str = cell("Subject", unit=TEXT, help="Whose work.", example="Science", width=20)
    held_on: date = cell("Held on", unit=DATE, help="The day.", example=date(2026, 2, 26))
    samples: int = cell("Pieces looked at", unit=NUMBER, help="How many.", example=24, at_least=1, at_most=1000)
    agreed: int = cell("Judged alike", unit=NUMBER, help="On how many the first judgement stood.", example=21, at_least=0, at_most=1000)
    # fmt: on


TRAINING = Return(
    name="training",
    title="Training",
    desk="Trust training office",
    often=(Frequency.TERMLY, Frequency.HALF_TERMLY),
    sheets=(Courses, Networks, Moderation),
    purpose="Safeguarding and other training in date, networks and their impact, moderation.",
    whole_trust=True,
)

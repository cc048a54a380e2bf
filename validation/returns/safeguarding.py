"""Safeguarding: policies, concerns, vetting, complaints and audits, all as counts: no child and no colleague is in it.

What is counted follows the lists of a governing body's report and of the single central record as set out in "Keeping children
safe in education", part three, https://www.keepingchildrensafeineducation.co.uk/part_three_safe_recruit.html.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, NUMBER, PEOPLE, TEXT, YES_NO, Fault, Frames, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, QUERY, Rule, given_when, never_more_than, not_before, this_year

CHILD_PROTECTION, CONDUCT, MISSING = "CP", "CONDUCT", "CME"
POLICIES = {
    CHILD_PROTECTION: "Child protection", CONDUCT: "Staff behaviour (code of conduct)", MISSING: "Children missing from education",
    "BEHAVIOUR": "Behaviour", "ONLINE": "Online safety", "RECRUITMENT": "Safer recruitment", "WHISTLE": "Whistleblowing", "BULLYING": "Anti-bullying",
    "COMPLAINTS": "Complaints",
}  # fmt: skip
# Product default, from the plan's own seed and the safeguarding systems' usual lists: each academy keeps its own words.
CATEGORIES = {
    "NEGLECT": "Neglect", "PHYSICAL": "Physical harm", "EMOTIONAL": "Emotional harm", "SEXUAL": "Sexual harm", "DOMESTIC": "Domestic abuse",
    "CHILD": "Child-on-child harm", "ONLINE": "Online", "EXPLOIT": "Exploitation", "MENTAL": "Mental health and self-harm",
    "ATTEND": "Attendance and missing from education", "RADICAL": "Radicalisation", "OTHER": "Other",
}  # fmt: skip
CHECKS = {
    "IDENTITY": "Identity", "DBS": "DBS certificate", "LEVEL": "DBS at the right level", "BARRED": "Barred list", "PROHIBIT": "Prohibition from teaching",
    "S128": "Section 128 (management)", "OVERSEAS": "Checks overseas", "QUALIFY": "Qualifications", "WORK": "Right to work",
}  # fmt: skip
COMPLAINT, GRIEVANCE, ALLEGATION, LOW_LEVEL = "COMPLAINT", "GRIEVANCE", "LADO", "LOW"
MATTERS = {
    COMPLAINT: "Complaint of a parent or another", GRIEVANCE: "Staff grievance", ALLEGATION: "Allegation reported to the designated officer",
    LOW_LEVEL: "Low-level concern about a member of staff",
}  # fmt: skip
_n: Any = {"unit": NUMBER, "at_least": 0, "at_most": 5000}
_people: Any = {"unit": PEOPLE, "at_least": 0, "at_most": 5000}
_covers: Any = {"unit": YES_NO, "example": True, "required": False, "carries": True}
COVERS = ("child_on_child", "online_safety", "serious_violence")  # what a child protection policy is asked for by name


class Policies(
    Sheet, title="Policies", one_row="one policy", key=("policy",), room=40,
    intro="The policies that safeguarding asks for, and whether each is in date, whole and published.",
    rules=(
        not_before("review_due", "approved_on", says="is before the day of approval", do="Correct whichever of the two is wrong."),
        Rule("approved by the as-at date", ("approved_on",), "approved_on", pl.col("approved_on") <= CLOSES, says="is after the as-at date",
            do="Give the version in force."),
        never_more_than("present", "elements", says="is more than there are", do="Correct whichever of the two is wrong."),
        *(given_when(asked, pl.col("policy") == CHILD_PROTECTION, reads=("policy",), says="is blank for the child protection policy",
            do="Type Yes or No.") for asked in ("guidance_current", "multi_agency", "lessons", *COVERS)),
    ),
):  # fmt: skip
    """Policies and their dates."""

    # fmt: off
    policy: str = cell("Policy", unit=CODE, help="Which policy.", example=CHILD_PROTECTION, one_of=POLICIES, carries=True, width=28)
    approved_on: date = cell("Approved on", unit=DATE, help="The version in force.", example=date(2025, 9, 10), carries=True)
    review_due: date = cell("Review due", unit=DATE, help="The last day on which it is in date.", example=date(2026, 9, 10), carries=True)
    published: bool = cell("Published", unit=YES_NO, help="On the website, or by other means.", example=True, carries=True)
    elements: int = cell("Parts asked for", help="How many parts the trust's checklist asks for.", example=12, carries=True, **_n)
    present: int = cell("Of them present", help="How many are there.", example=12, carries=True, **_n)
    # Asked anew each time: a yes of last year would be out of date with the next edition.
    guidance_current: bool = cell("Names this year's guidance", unit=YES_NO,
        help="Child protection: the edition of Keeping children safe that is in force on the as-at date.", example=True, required=False)
    multi_agency: bool = cell("Names the safeguarding partners", unit=YES_NO, help="Child protection: locally agreed arrangements.", example=True,
        required=False, carries=True)
    lessons: bool = cell("Lessons recorded", unit=YES_NO, help="Child protection: what was learnt at the last review.", example=True, required=False,
        carries=True)
    child_on_child: bool = cell("Covers child-on-child abuse", help="Child protection: has it a section on it?", **_covers)
    online_safety: bool = cell("Covers online safety", help="Child protection: has it a section on it?", **_covers)
    serious_violence: bool = cell("Covers serious violence", help="Child protection: has it a section on it?", **_covers)
    # fmt: on


class Concerns(
    Sheet, title="Concerns", one_row="one category of concern", key=("category",), room=40,
    intro="Concerns recorded since September and what came of them: numbers only.",
    rules=(
        never_more_than("referrals", "concerns", says="is more than there were concerns", do="Correct whichever of the two is wrong."),
        never_more_than("accepted", "referrals", says="is more than were referred", do="Correct whichever of the two is wrong."),
        never_more_than("again", "referrals", says="is more than were referred", do="Correct whichever of the two is wrong."),
        never_more_than("closed", "concerns", says="is more than there were concerns", do="Correct whichever of the two is wrong."),
        never_more_than("improved", "closed", says="is more than were closed", do="Correct whichever of the two is wrong."),
    ),
):  # fmt: skip
    """What was of concern and what was done."""

    # fmt: off
    category: str = cell("Category", unit=CODE, help="What it was about, chiefly.", example="NEGLECT", one_of=CATEGORIES, width=28)
    concerns: int = cell("Concerns recorded", help="Since September.", example=14, **_people)
    referrals: int = cell("Referred to children's services", help="Of them.", example=6, **_people)
    accepted: int = cell("Referrals accepted", help="Of those referred.", example=4, **_people)
    again: int = cell("Referred again within 12 months", help="Of those referred.", example=1, **_people)
    closed: int = cell("Cases closed", help="Of the concerns.", example=9, **_people)
    improved: int = cell("Closed with things better", help="Of those closed, as the lead judges.", example=7, **_people)
    days_open: int = cell("Days open, of those closed", unit=NUMBER, help="Added up over the closed cases.", example=270, at_least=0, at_most=200_000)
    # fmt: on


class Children(
    Sheet, title="Children", one_row="the academy", room=1,
    intro="How many children are known to services on the as-at date, and children missing from education since September.",
    rules=(
        never_more_than("cme_in_time", "cme", says="is more than were referred", do="Correct whichever of the two is wrong."),
        *(never_more_than(part, "roll", says="is more than are on roll", do="Correct whichever of the two is wrong.")
            for part in ("early_help", "in_need", "protection", "looked_after")),
    ),
):  # fmt: skip
    """Children known to services."""

    # fmt: off
    roll: int = cell("On roll", help="On the as-at date.", example=98, **_people)
    early_help: int = cell("With early help", help="An assessment or plan.", example=14, **_people)
    in_need: int = cell("Children in need", help="With a plan.", example=11, **_people)
    protection: int = cell("Child protection", help="With a plan.", example=7, **_people)
    looked_after: int = cell("Looked after", help="By an authority.", example=8, **_people)
    cme: int = cell("Referred as missing from education", help="Since September.", example=3, **_people)
    cme_in_time: int = cell("Of them within 10 days", help="School days of the first absence.", example=3, **_people)
    # fmt: on


class Vetting(
    Sheet, title="Vetting", one_row="one kind of check", key=("check",), room=20,
    intro="The single central record on the as-at date: how many people each check applies to, and how many have it.",
    rules=(never_more_than("held", "needed", says="is more than it applies to", do="Correct whichever of the two is wrong."),),
):  # fmt: skip
    """The single central record, counted."""

    check: str = cell("Check", unit=CODE, help="Which check.", example="DBS", one_of=CHECKS, width=28)
    needed: int = cell(
        "Applies to", help="People whose post needs it; leave out those to whom it does not apply.", example=52, **_n
    )
    held: int = cell("Have it", help="On record. The level of a DBS certificate has a row of its own.", example=52, **_n)


class Records(
    Sheet, title="Records", one_row="the academy", room=1,
    intro="Audits of the single central record, people who started before every check was back, and third parties.",
    rules=(
        never_more_than("audits_done", "audits_due", says="is more than were due", do="Count extra audits as due too."),
        never_more_than("whole", "people", says="is more than are on the record", do="Correct whichever of the two is wrong."),
        never_more_than("with_assessment", "awaiting", says="is more than are waiting", do="Correct whichever of the two is wrong."),
        never_more_than("confirmed", "third_party", says="is more than there are", do="Correct whichever of the two is wrong."),
        Rule("a gap among starters", ("awaiting", "with_assessment"), "with_assessment", pl.col("with_assessment") >= pl.col("awaiting"),
            says="is fewer than those waiting, so somebody works unchecked without one", do="Write the assessment today, or explain.", severity=QUERY),
    ),
):  # fmt: skip
    """Audits, starters and third parties."""

    # fmt: off
    audits_due: int = cell("Audits due", help="Since September; one a term.", example=2, **_n)
    audits_done: int = cell("Audits done", help="Of those due.", example=2, **_n)
    people: int = cell("On the record", help="People who need to be on it.", example=58, **_n)
    whole: int = cell("With every check", help="Each check that their post needs.", example=58, **_n)
    awaiting: int = cell("Started, a check outstanding", help="At work before every check was back.", example=1, **_n)
    with_assessment: int = cell("Of them with a risk assessment", help="Written, and supervised until cleared.", example=1, **_n)
    third_party: int = cell("Agency and third-party workers", help="Who work in the academy.", example=6, **_n)
    confirmed: int = cell("Of them confirmed in writing", help="By the employer, with the date.", example=6, **_n)
    # fmt: on


class Matters(
    Sheet, title="Complaints", one_row="one kind of matter", key=("matter",), room=20,
    intro="Complaints, grievances and allegations since September: numbers only.",
    rules=(never_more_than("upheld", "received", says="is more than were received", do="Correct whichever of the two is wrong."),),
):  # fmt: skip
    """Complaints and the like."""

    matter: str = cell("Matter", unit=CODE, help="What kind.", example=COMPLAINT, one_of=MATTERS, width=34)
    received: int = cell("Received", help="Since September.", example=5, **_people)
    upheld: int = cell("Upheld", help="Wholly or in part.", example=1, **_people)


class External(
    Sheet, title="External items", one_row="one item", key=("noted_on", "source"), room=60, optional=True,
    intro="What outside sources said that bears on safeguarding: local media, national reviews. No names.",
    rules=(
        given_when("action", pl.col("acted"), reads=("acted",), says="is blank though it was acted on", do="Say in a line what was done."),
        this_year("noted_on", do="Correct the date, or leave out an item of another year."),
    ),
):  # fmt: skip
    """Outside sources and what was done."""

    # fmt: off
    noted_on: date = cell("Noted on", unit=DATE, help="The day.", example=date(2025, 10, 3))
    source: str = cell("Source", unit=TEXT, help="Who said it.", example="National review of online harm", width=30)
    says: str = cell("What it says", unit=TEXT, help="In a line, without names.", example="Image sharing starts younger", width=40)
    acted: bool = cell("Acted on", unit=YES_NO, help="Was something done?", example=True)
    action: str = cell("What was done", unit=TEXT, help="In a line.", example="Assembly and a letter home", required=False, width=36)
    # fmt: on


class Audit(
    Sheet, title="Annual audit", one_row="the academy", room=1,
    intro="The annual safeguarding audit of this academic year and who has looked at it.",
    rules=(
        never_more_than("met", "standards", says="is more than there are", do="Correct whichever of the two is wrong."),
        given_when("completed_on", pl.col("with_lead").is_not_null() | pl.col("with_trustee").is_not_null(), reads=("with_lead", "with_trustee"),
            says="is blank though it was looked at", do="Type the day on which the audit was completed."),
        given_when("plan_published", pl.col("completed_on").is_not_null(), reads=("completed_on",), says="is blank though the audit is complete",
            do="Type Yes or No.", severity=QUERY),
    ),
):  # fmt: skip
    """The annual audit."""

    # fmt: off
    standards: int = cell("Standards", help="In the audit tool.", example=60, **_n)
    met: int = cell("Standards met", help="By the academy's own judgement.", example=55, **_n)
    completed_on: date = cell("Completed on", unit=DATE, help="Blank until it is.", example=date(2025, 11, 14), required=False)
    with_lead: date = cell("Reviewed with the lead", unit=DATE, help="With the designated safeguarding lead.", example=date(2025, 12, 3), required=False)
    with_trustee: date = cell("Reviewed with the trustee", unit=DATE, help="With the safeguarding trustee.", example=date(2026, 1, 20), required=False)
    plan_published: bool = cell("Action plan published", unit=YES_NO, help="This year's plan from the audit.", example=True, required=False)
    # fmt: on


def kinds_left_out(now: Frames) -> list[Fault]:
    """A query of each sheet without a row for a kind that every academy has, or has none of: it would count in no figure."""
    found = []
    for sheet, column in ((Policies, "policy"), (Vetting, "check"), (Matters, "matter")):
        rows, about = now.get(sheet.facts().title), sheet.cells()[column]
        if rows is not None and not rows.is_empty():
            absent = [name for code, name in (about.one_of or {}).items() if code not in rows[column].to_list()]
            if absent:
                says, do = f"has no row for {', '.join(absent)}", "Add a row for each, or explain why there is none."
                found.append(Fault(QUERY, sheet, about.label, says, do))
    return found


SAFEGUARDING = Return(
    name="safeguarding",
    title="Safeguarding",
    desk="Designated safeguarding lead (confidential: protect the workbook with the trust's password)",
    often=(Frequency.TERMLY, Frequency.HALF_TERMLY),
    sheets=(Policies, Concerns, Children, Vetting, Records, Matters, External, Audit),
    purpose="Whether policies, training records, vetting and audits are whole, and what concerns were raised and came to: counts only.",
    across=(kinds_left_out,),
)

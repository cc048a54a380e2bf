"""Quality: inspections in Ofsted's own words, what came of them, the trust's reviews, and local governors' scrutiny."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, NUMBER, PERCENT, TEXT, YES_NO, Frequency, Return, Sheet, cell
from validation.rules import CLOSES, QUERY, Rule, given_when, never_more_than, not_before

OVERALL, SUB_JUDGEMENTS, REPORT_CARD = "EIF4", "EIF", "CARD"
REGIMES = {
    OVERALL: "Four grades with an overall one (to August 2024)", SUB_JUDGEMENTS: "Sub-judgements without an overall one (2024/25)",
    REPORT_CARD: "Report card of five grades (from 10 November 2025)",
}  # fmt: skip
CARD_FROM, NO_OVERALL_FROM = date(2025, 11, 10), date(2024, 9, 1)
SAFEGUARDING, WHOLE = "SAFE", "WHOLE"
AREAS = {
    WHOLE: "Overall effectiveness", "QUALITY": "Quality of education", "BEHAVIOUR": "Behaviour and attitudes", "PERSONAL": "Personal development",
    "LEAD": "Leadership and management", "EARLY": "Early years", "SIXTH": "Sixth form", "INCLUSION": "Inclusion",
    "CURRICULUM": "Curriculum and teaching", "ACHIEVE": "Achievement", "ATTEND": "Attendance and behaviour",
    "WELLBEING": "Personal development and well-being", "GOVERN": "Leadership and governance", SAFEGUARDING: "Safeguarding",
}  # fmt: skip
OF_THE_CARD = ("EARLY", "SIXTH", "INCLUSION", "CURRICULUM", "ACHIEVE", "ATTEND", "WELLBEING", "GOVERN", SAFEGUARDING)
FOUR = {"O": "Outstanding", "G": "Good", "RI": "Requires improvement", "I": "Inadequate"}
FIVE = {
    "C5": "Exceptional",
    "C4": "Strong standard",
    "C3": "Expected standard",
    "C2": "Needs attention",
    "C1": "Urgent improvement",
}
MET, NOT_MET = "MET", "NOT"
GRADES = {**FOUR, **FIVE, MET: "Met (or effective)", NOT_MET: "Not met (or not effective)"}
DIRECTIONS = {"UP": "Improving", "SAME": "Steady", "DOWN": "Declining"}
REVIEWS = {
    "ASSURANCE": "Trust assurance review", "PEER": "Peer review", "PROVIDER": "Review of an AP provider", "PHONICS": "External phonics review",
    "EXTERNAL": "External behaviour or safeguarding review", "OBSERVE": "Lesson observations", "PRACTICE": "Teaching postcards",
    "PROCESS": "Review of the quality assurance process", "FRAMEWORK": "Review of the assurance framework",
}  # fmt: skip
STAGES = {"4": "Strong", "3": "Secure", "2": "Attention needed", "1": "Causing concern"}
_place: Any = {"unit": TEXT, "help": "Short name of the academy.", "example": "Westbury", "width": 14, "carries": True}
_n: Any = {"unit": NUMBER, "at_least": 0, "at_most": 5000}


def _fits(regime: str, dated: pl.Expr) -> pl.Expr:
    return (pl.col("regime") != regime) | dated


# fmt: off
_GRADE_RULES = (
    Rule("regime of its day", ("regime", "inspected_on"), "regime",
        _fits(REPORT_CARD, pl.col("inspected_on") >= CARD_FROM) & _fits(OVERALL, pl.col("inspected_on") < NO_OVERALL_FROM)
        & _fits(SUB_JUDGEMENTS, pl.col("inspected_on").is_between(NO_OVERALL_FROM, CARD_FROM, closed="left")),
        says="was not how Ofsted inspected on that day", do="Correct the regime or the date."),
    Rule("area of the regime", ("area", "regime"), "area",
        pl.when(pl.col("regime") == REPORT_CARD).then(pl.col("area").is_in(OF_THE_CARD))
        .otherwise(pl.col("area").is_in([a for a in AREAS if a not in OF_THE_CARD] + ["EARLY", "SIXTH", SAFEGUARDING])
            & ((pl.col("area") != WHOLE) | (pl.col("regime") == OVERALL))),
        says="is not an area that this regime judges", do="Choose an area from the report."),
    Rule("grade of the regime", ("grade", "area", "regime"), "grade",
        pl.when(pl.col("area") == SAFEGUARDING).then(pl.col("grade").is_in([MET, NOT_MET]))
        .when(pl.col("regime") == REPORT_CARD).then(pl.col("grade").is_in([*FIVE])).otherwise(pl.col("grade").is_in([*FOUR])),
        says="is not a grade of this regime and area", do="Choose the grade in Ofsted's own words; the regimes have no common scale."),
    Rule("inspected by the as-at date", ("inspected_on",), "inspected_on", pl.col("inspected_on") <= CLOSES, says="is after the as-at date",
        do="Leave out an inspection that has not been reported."),
)
# fmt: on


class Inspections(
    Sheet, title="Inspections", one_row="one judgement of one inspection", key=("place", "inspected_on", "area"), room=400, rules=_GRADE_RULES,
    intro="The last inspection of each academy, a row a judgement, in Ofsted's own words. Keep earlier ones: they are history.",
):  # fmt: skip
    """What Ofsted found."""

    # fmt: off
    place: str = cell("Academy", **_place)
    inspected_on: date = cell("Inspected on", unit=DATE, help="The last day of the visit.", example=date(2024, 3, 6), carries=True)
    regime: str = cell("Regime", unit=CODE, help="How Ofsted inspected then.", example=OVERALL, one_of=REGIMES, carries=True, width=20)
    area: str = cell("Area", unit=CODE, help="What was judged.", example=WHOLE, one_of=AREAS, carries=True, width=24)
    grade: str = cell("Grade", unit=CODE, help="In Ofsted's own words.", example="G", one_of=GRADES, carries=True, width=18)
    direction: str = cell("Direction", unit=CODE, help="The trust's own view since then; blank where it has none.", example="SAME",
        one_of=DIRECTIONS, required=False, carries=True)
    window_from: date = cell("Next window opens", unit=DATE, help="From when the next inspection is expected.", example=date(2028, 3, 6),
        required=False, carries=True)
    # fmt: on


class Recommendations(
    Sheet, title="Recommendations", one_row="one recommendation", key=("place", "recommendation"), room=200, optional=True,
    intro="What inspectors recommended and what is being done.",
    rules=(
        not_before("due", "started", says="is before the day on which work began", do="Correct whichever of the two is wrong."),
        Rule("done when whole", ("done_on", "complete"), "complete", (pl.col("complete") == 100) == pl.col("done_on").is_not_null(),
            says="is 100 only with the day on which it was done, and always with it", do="Type both or neither."),
        Rule("done by the as-at date", ("done_on",), "done_on", pl.col("done_on") <= CLOSES, says="is after the as-at date",
            do="Leave it blank until it is done."),
    ),
):  # fmt: skip
    """Recommendations of inspection reports."""

    # fmt: off
    place: str = cell("Academy", **_place)
    recommendation: str = cell("Recommendation", unit=TEXT, help="As the report words it, in short. No names of people.",
        example="Make sure that reading is taught alike in every class", width=50, carries=True)
    milestone: str = cell("Next milestone", unit=TEXT, help="In a line.", example="All staff trained", required=False, width=30, carries=True)
    owner: str = cell("Owner", unit=TEXT, help="The office that answers for it.", example="Principal", width=18, carries=True)
    started: date = cell("Started", unit=DATE, help="When work began.", example=date(2025, 9, 1), carries=True)
    due: date = cell("Due", unit=DATE, help="By when it is to be done.", example=date(2026, 3, 31), carries=True)
    complete: float = cell("Complete, %", unit=PERCENT, help="0 to 100, by the plan's own steps.", example=100.0, at_least=0, at_most=100)
    done_on: date = cell("Done on", unit=DATE, help="Blank until it is.", example=date(2026, 3, 20), required=False, carries=True)
    evidence: str = cell("Evidence", unit=TEXT, help="Where it can be seen.", example="Reading review, January 2026", required=False, width=30,
        carries=True)
    # fmt: on


class Reviews(
    Sheet, title="Reviews", one_row="one planned piece of quality assurance", key=("place", "kind", "strand", "planned_on"), room=400,
    intro="What the quality assurance calendar plans this academic year, done or not. Observations and postcards are counted by the row.",
    rules=(
        Rule("done by the as-at date", ("done_on",), "done_on", pl.col("done_on") <= CLOSES, says="is after the as-at date",
            do="Leave it blank until it is done."),
        given_when("grade", pl.col("done_on").is_not_null() & pl.col("kind").is_in(["ASSURANCE", "PEER", "PROVIDER"]), reads=("done_on", "kind"),
            says="is blank though the review was done", do="Choose the stage that it found.", severity=QUERY),
        never_more_than("closed", "actions", says="is more than the actions that came of it", do="Correct whichever of the two is wrong."),
        never_more_than("met", "done", says="is more than were done", do="Correct whichever of the two is wrong."),
        never_more_than("done", "planned", says="is more than were planned", do="Count the extra ones as planned too, or explain.", severity=QUERY),
    ),
):  # fmt: skip
    """The quality assurance cycle."""

    # fmt: off
    place: str = cell("Academy or provider", unit=TEXT, help="Short name of the academy; blank for the whole trust or a provider.",
        example="Westbury", required=False, width=14, carries=True)
    kind: str = cell("Kind", unit=CODE, help="What is looked at, by whom.", example="ASSURANCE", one_of=REVIEWS, carries=True, width=24)
    strand: str = cell("Strand or provider", unit=TEXT, help="Its subject, or the provider reviewed.", example="Curriculum", carries=True, width=26)
    planned_on: date = cell("Planned for", unit=DATE, help="The day or the last day of the week.", example=date(2026, 2, 13), carries=True)
    done_on: date = cell("Done on", unit=DATE, help="Blank until it is.", example=date(2026, 2, 12), required=False, carries=True)
    peer_led: bool = cell("Led by a peer", unit=YES_NO, help="By a principal of another academy.", example=False, required=False, blank_means=False)
    dip_tested: bool = cell("Dip-tested", unit=YES_NO, help="Looked at again by the director.", example=False, required=False, blank_means=False)
    grade: str = cell("Stage found", unit=CODE, help="4 strong to 1 causing concern.", example="3", one_of=STAGES, required=False)
    planned: int = cell("Planned, number", help="Observations or postcards planned; 1 for a review.", example=1, **_n)
    done: int = cell("Done, number", help="Of those planned.", example=1, **_n)
    met: int = cell("Meeting the standard", help="Of those done; blank where it is not judged.", example=1, required=False, **_n)
    staff: int = cell("Staff covered", help="Postcards: how many different teachers have had one since September.", example=0, required=False, blank_means=0, **_n)
    of_staff: int = cell("Of how many staff", help="Postcards: how many teachers there are.", example=0, required=False, blank_means=0, **_n)
    actions: int = cell("Actions", help="That came of it.", example=4, required=False, blank_means=0, **_n)
    closed: int = cell("Of them closed", help="By the as-at date.", example=3, required=False, blank_means=0, **_n)
    next_due: date = cell("Next due", unit=DATE, help="AP providers: by when the next review is due.", example=date(2027, 2, 13), required=False)
    # fmt: on


class Scrutiny(
    Sheet, title="Local governors", one_row="one academy's local governing body", key=("place",), room=200,
    intro="What local governors did since September.",
    rules=(
        never_more_than("held", "planned", says="is more than were planned", do="Count the extra ones as planned too."),
        never_more_than("quorate", "held", says="is more than were held", do="Correct whichever of the two is wrong."),
        never_more_than("closed", "actions", says="is more than there are", do="Correct whichever of the two is wrong."),
    ),
):  # fmt: skip
    """Scrutiny by local governors."""

    # fmt: off
    place: str = cell("Academy", **_place)
    planned: int = cell("Meetings planned", help="Since September.", example=4, **_n)
    held: int = cell("Meetings held", help="Of those planned.", example=4, **_n)
    quorate: int = cell("Of them quorate", help="With enough governors to decide.", example=4, **_n)
    visits_planned: int = cell("Visits planned", help="Since September.", example=6, **_n)
    visits: int = cell("Visits made", help="Since September.", example=5, **_n)
    challenges: int = cell("Challenges logged", help="Questions that asked leaders to explain, in the minutes.", example=18, **_n)
    actions: int = cell("Actions asked for", help="In the minutes.", example=9, **_n)
    closed: int = cell("Actions closed", help="Of them.", example=7, **_n)
    # fmt: on


QUALITY = Return(
    name="quality",
    title="Quality of provision",
    desk="Director of Education's office",
    often=(Frequency.TERMLY, Frequency.HALF_TERMLY),
    sheets=(Inspections, Recommendations, Reviews, Scrutiny),
    purpose="What Ofsted found and what came of it, the trust's own quality assurance, and local governors' scrutiny.",
    whole_trust=True,
)

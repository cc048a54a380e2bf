"""trust.xlsx, the COO's settings: declared, templated, read and checked like a return, but not one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from validation.model import CODE, DATE, DECIMAL, NUMBER, TEXT, Frequency, Return, Sheet, cell
from validation.rules import not_before
from validation.vocabulary import PHASES

URN = r"^[0-9]{6}$"
RELATIVE = {
    "national": "The national figure for the academy's phase",
    "last year": "The same period last year",
    "target": "The trust's own target",
}
YES_NO_WORDS = {"Yes": "Yes", "No": "No"}


class Option(NamedTuple):
    """A setting of the whole trust: its name, the value it starts with, what it does and where that value comes from."""

    name: str
    starts_as: str
    does: str
    basis: str


OPTIONS = (
    Option("trust name", "", "Printed on templates and packs.", "Yours to give"),
    Option("contact", "", "Office address or telephone that templates and packs name for questions; not a person's name.", "Yours to give"),
    Option("current period", "", "The period that a run reports when none is named, for example 2025-26-autumn.", "Yours to give"),
    Option(
        "small group", "5", "A figure about this many people or fewer is shown as [c].",
        "Product default; DfE's own limits have differed (1 to 2, 1 to 4, 5), and no single national one exists",
    ),
    Option(
        "reintegration weeks", "12", "Weeks after which a return to mainstream counts as having held.",
        "Product default; no source sets how long, so choose what the trust reviews",
    ),
    Option(
        "term-time hours", "1", "Pay gap: weekly hours of term-time contracts are spread over 1 the weeks paid, 2 the weeks worked, 3 not at all.",
        "Product default: the Regulations are silent, and hours over the weeks paid give the hourly rate of the contract",
    ),
    Option(
        "pay group to publish", "50", "Ethnicity and disability pay gaps: fewest people of a group whose figure the employer's statement shows.",
        "Ethnicity pay reporting: guidance for employers (April 2023), as benefits-expert.com reports it",
    ),
    Option(
        "pay group for the board", "10", "Ethnicity and disability pay gaps: fewest people of a group whose figure a committee sees.",
        "Consultation CP 1288 (March 2025) proposed 10 or more; the guidance of 2023 gives 5 to 20 for use inside",
    ),
    Option(
        "sex unknown", "1", "Pay gap: per cent of employees whose sex may be unknown before the file for the government's service is held back.",
        "Product default; no source sets one",
    ),
    Option(
        "ofsted green from", "3", "Report cards from November 2025: the grade from which an area is green; 5 exceptional, 3 expected standard.",
        "Ofsted shows the expected standard in green; the rest of the mapping is a product default",
    ),
    Option(
        "ofsted amber from", "2", "Report cards from November 2025: the grade from which an area is amber; 2 needs attention.",
        "Product default; an urgent improvement, and safeguarding that is not met, are always red",
    ),
    Option(
        "keep for", "7", "Years that returns and their rows are kept before forget offers to remove them.",
        "Product default; set it from the trust's retention policy",
    ),
)  # fmt: skip


class Options(
    Sheet, title="Options", one_row="one setting", intro="Change the value; leave the rest as it is.", key=("option",), room=40,
    given_rows=tuple((o.name, o.starts_as or None, o.does, o.basis) for o in OPTIONS),
):  # fmt: skip
    """Settings of the whole trust."""

    option: str = cell("Option", unit=TEXT, help="Name of the setting; leave it as it is.", example="small group", width=20)
    value: str = cell("Value", unit=TEXT, help="Your choice.", example="5", required=False, width=44)
    does: str = cell("What it does", unit=TEXT, help="For reading only.", example="Hides small groups.", required=False, width=70)
    basis: str = cell(
        "Where it comes from", unit=TEXT, help="For reading only.", example="Product default", required=False, width=50
    )


class Academies(
    Sheet, title="Academies", one_row="one academy", intro="Every academy of the trust, those that left included.", key=("academy",), room=200,
    rules=(not_before("left", "joined", says="is before the date joined", do="Correct whichever of the two dates is wrong."),),
):  # fmt: skip
    """The academies, their phase and when they were in the trust."""

    academy: str = cell("Academy", unit=TEXT, help="Short name, as returns and packs use it.", example="Ambleside", width=24)
    urn: str = cell("URN", unit=CODE, help="Unique reference number: six digits.", example="999001", matches=URN)
    phase: str = cell(
        "Phase",
        unit=CODE,
        help="Academies are compared with the same phase nationally.",
        example="Primary",
        one_of=PHASES,
        width=22,
    )
    joined: date = cell("Joined the trust", unit=DATE, help="First day in the trust.", example=date(2019, 9, 1))
    left: date = cell(
        "Left the trust", unit=DATE, help="Last day in the trust; blank while in it.", example=date(2026, 8, 31), required=False
    )
    known_as: str = cell(
        "Also known as",
        unit=TEXT,
        help="Another name that files may carry.",
        example="Ambleside Primary School",
        required=False,
        width=36,
    )


class Committees(Sheet, title="Committees", one_row="one committee", intro="Who reads the packs.", key=("committee",), room=20):
    """The committees and what each is for."""

    committee: str = cell("Committee", unit=TEXT, help="As on the agenda.", example="Standards and Achievement", width=34)
    purpose: str = cell(
        "Purpose", unit=TEXT, help="One sentence for the cover.", example="Holds the trust to account for standards.", width=70
    )
    chair: str = cell(
        "Chair", unit=TEXT, help="The office, not a person's name.", example="Chair of Standards and Achievement", width=36
    )
    lead: str = cell(
        "Executive lead", unit=TEXT, help="The post, not a person's name.", example="Director of Education", width=30
    )
    asked: str = cell(
        "Asked to",
        unit=TEXT,
        help="What the committee is asked to note or decide.",
        example="Note the report and agree the actions.",
        required=False,
        width=50,
    )


class Meetings(
    Sheet,
    title="Meetings",
    one_row="one meeting",
    intro="When each committee meets, and the period it then reads.",
    key=("committee", "period"),
    room=60,
):
    """Meeting dates."""

    committee: str = cell(
        "Committee", unit=TEXT, help="As on the Committees sheet.", example="Standards and Achievement", width=34
    )
    period: str = cell(
        "Period", unit=CODE, help="The period reported, for example 2025-26-autumn.", example="2025-26-autumn", width=20
    )
    meets: date = cell("Meets on", unit=DATE, help="Date of the meeting.", example=date(2026, 1, 29))


class Calendar(
    Sheet, title="Calendar", one_row="one return of one period", intro="When each return closes and is due.", key=("return_name", "period"), room=300,
    rules=(
        not_before("due", "closes", says="is before the period closes", do="Give the academies time after the close."),
        not_before("last", "due", says="is before the date due", do="Correct whichever of the two dates is wrong."),
    ),
):  # fmt: skip
    """The calendar of returns: as-at date, soft and last deadline."""

    return_name: str = cell(
        "Return", unit=CODE, help="As in the list of returns, for example attendance.", example="attendance", width=18
    )
    period: str = cell("Period", unit=CODE, help="For example 2025-26-autumn.", example="2025-26-autumn", width=20)
    closes: date = cell("Closes", unit=DATE, help="As-at date: figures are counted up to here.", example=date(2025, 12, 19))
    due: date = cell("Due", unit=DATE, help="Date that academies are asked to send by.", example=date(2026, 1, 9))
    last: date = cell("Last date", unit=DATE, help="After this the pack is made without it.", example=date(2026, 1, 16))


class Bands(
    Sheet,
    title="Bands",
    one_row="one KPI's limits",
    intro="Your own red, amber and green. Leave empty to use the built-in bands.",
    optional=True,
    room=300,
):
    """Bands that the trust sets itself."""

    kpi: str = cell("KPI", unit=CODE, help="Name in the catalogue, for example absence_rate.", example="absence_rate", width=28)
    phase: str = cell(
        "Phase", unit=CODE, help="Blank for every phase.", example="Special", required=False, one_of=PHASES, width=22
    )
    green: float = cell("Green at", unit=DECIMAL, help="Limit of green; points from the comparator if one is named.", example=0.0)
    amber: float = cell("Amber to", unit=DECIMAL, help="Limit of amber, beyond which it is red.", example=1.0)
    relative_to: str = cell(
        "Against", unit=CODE, help="Blank for plain limits.", example="national", required=False, one_of=RELATIVE, width=14
    )
    since: date = cell(
        "In force from", unit=DATE, help="Packs of earlier periods keep the earlier bands.", example=date(2025, 9, 1)
    )
    reason: str = cell(
        "Why", unit=TEXT, help="Who set it and why; printed in the pack.", example="Trust board, July 2025", width=40
    )


class Targets(Sheet, title="Targets", one_row="one target", intro="Targets the trust has set.", optional=True, room=300):
    """Targets that the trust sets itself."""

    kpi: str = cell("KPI", unit=CODE, help="Name in the catalogue, for example absence_rate.", example="absence_rate", width=28)
    year: str = cell("Academic year", unit=CODE, help="For example 2025-26.", example="2025-26", matches=r"^\d{4}-\d{2}$")
    academy: str = cell("Academy", unit=TEXT, help="Blank for the whole trust.", example="Westbury", required=False, width=24)
    target: float = cell("Target", unit=DECIMAL, help="In the KPI's own unit.", example=11.5)


class Headlines(
    Sheet,
    title="Headlines",
    one_row="one headline KPI",
    intro="The KPIs on a committee's scorecard, in order. Leave empty to use the built-in list.",
    optional=True,
    room=80,
):
    """Which KPIs a committee's scorecard shows."""

    committee: str = cell(
        "Committee", unit=TEXT, help="As on the Committees sheet.", example="Standards and Achievement", width=34
    )
    kpi: str = cell("KPI", unit=CODE, help="Name in the catalogue, for example absence_rate.", example="absence_rate", width=28)
    place: int = cell("Place", unit=NUMBER, help="1 stands first.", example=1, at_least=1, at_most=20)


TRUST_SETTINGS = Return(
    name="trust",
    title="Trust settings",
    desk="Chief operating officer",
    often=(Frequency.YEARLY,),
    sheets=(Options, Academies, Committees, Meetings, Calendar, Bands, Targets, Headlines),
    purpose="Who is in the trust, what is due when, who reads it, and what counts as red.",
)

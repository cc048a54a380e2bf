"""Workforce: one row an employment on the snapshot date, with the pay and hours that the pay gap is worked out from.

What counts as ordinary pay, bonus pay and leave follows the Equality Act 2010 (Specific Duties and Public Authorities)
Regulations 2017, SI 2017/353, Schedule 1, https://www.legislation.gov.uk/uksi/2017/353/schedule/1/made.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from validation.model import CODE, DATE, HOURS, POUNDS, YES_NO, Choice, Frequency, Return, Sheet, Unit, cell, codes
from validation.rules import CLOSES, QUERY, Rule, given_when, never_more_than, not_before
from validation.vocabulary import ETHNICITY, SEX

WEEKS = Unit("weeks", scale=100, number_format="0.00")  # kept in hundredths of a week
DISABILITY = {"Y": "Disabled", "N": "Not disabled", "R": "Prefers not to say", "U": "Not asked or no answer"}
LEADER, TEACHER, OTHER = "LEAD", "TEACH", "OTHER"
ROLES = {
    LEADER: "Leader", TEACHER: "Teacher", "TA": "Teaching assistant or HLTA", "ADMIN": "Administration", "SITE": "Site and premises",
    "CATER": "Catering", OTHER: "Other support",
}  # fmt: skip
CONTRACTS = {"PERM": "Permanent", "FIXED": "Fixed term", "CASUAL": "Casual or zero hours"}
ALL_YEAR, TERM_TIME = "ALL", "TERM"
BASES = {ALL_YEAR: "All year", TERM_TIME: "Term time only"}
PAY_PERIODS = {
    "WEEK": "Week",
    "FORTNIGHT": "Fortnight",
    "FOUR": "Four weeks",
    "MONTH": "Month",
    "QUARTER": "Quarter",
    "HALF": "Half year",
    "YEAR": "Year",
}
NO_LEAVE, STRIKE = "NONE", "STRIKE"
LEAVE = {
    NO_LEAVE: "No leave", "ANNUAL": "Annual leave", "MATERNITY": "Maternity leave", "PATERNITY": "Paternity leave",
    "ADOPTION": "Adoption leave", "PARENTAL": "Parental leave", "SHARED": "Shared parental leave", "SICK": "Sick leave",
    "SPECIAL": "Special leave", STRIKE: "Strike (which is not leave)",
}  # fmt: skip
ORDINARY_PAY = ("basic", "allowances", "piecework", "leave_pay", "shift")
TWELVE_WEEKS = tuple(f"week_{n}" for n in range(1, 13))

# Product defaults, no source sets them: only an hour's pay that no school pays is asked about.
LEAST_AN_HOUR, MOST_AN_HOUR, FULL_TIME_YEAR = 500, 15000, 5000  # pence, pence, hundredths of a week
_WEEKS_IN = {
    "WEEK": 1.0,
    "FORTNIGHT": 2.0,
    "FOUR": 4.0,
    "MONTH": 30.44 / 7,
    "QUARTER": 91.3125 / 7,
    "HALF": 182.625 / 7,
    "YEAR": 365.25 / 7,
}

_col = pl.col
ORDINARY = pl.sum_horizontal(_col(name).fill_null(0) for name in ORDINARY_PAY)  # ordinary pay in the period, in pence
_TERM = _col("basis") == TERM_TIME
_REDUCED = _col("reduced")
_WEEKLY = ORDINARY / _col("pay_period").replace_strict(_WEEKS_IN, default=None, return_dtype=pl.Float64)
_AN_HOUR = 100 * _WEEKLY / pl.when(_col("hours") > 0).then(_col("hours"))
_A_YEAR = pl.when(_TERM).then(_col("weeks_paid")).otherwise(5218) / 5218


def _alike(column: str) -> pl.Expr:
    return _col(column).drop_nulls().n_unique() <= 1


# fmt: off
RULES = (
    Rule("hours given", ("hours", *TWELVE_WEEKS), "hours", _col("hours").is_not_null() | pl.any_horizontal((_col(w) > 0).fill_null(value=False) for w in TWELVE_WEEKS),
        says="is blank, and so are the twelve weeks", do="Type the weekly hours of the contract or, where they vary, the hours of the last twelve weeks worked."),
    Rule("weekly hours above nought", ("hours",), "hours", _col("hours") > 0, says="is 0, so that no hourly pay can be worked out",
        do="Type the hours, or leave the cell blank and fill in the twelve weeks."),
    given_when("weeks_paid", _TERM, reads=("basis",), says="is blank for a contract in term time only",
        do="Type the weeks a year that are paid, holiday pay included, for example 44.41."),
    given_when("weeks_worked", _TERM, reads=("basis",), says="is blank for a contract in term time only", do="Type the weeks a year that are worked, for example 39."),
    never_more_than("weeks_worked", "weeks_paid", says="is more than the weeks paid", do="Correct whichever of the two is wrong: weeks paid include holiday pay."),
    Rule("all year is a year", ("weeks_paid", "basis"), "weeks_paid", ~((_col("basis") == ALL_YEAR) & (_col("weeks_paid") < FULL_TIME_YEAR)), severity=QUERY,
        says="is far less than a year for a contract that is paid all year", do="Choose term time only as the basis, or clear the weeks, or explain."),
    given_when("bonus_for", _col("bonus") > 0, reads=("bonus",), says="is blank though a bonus was paid in the pay period", do="Choose the length of time that the bonus is for."),
    never_more_than("bonus", "bonus_year", says="is more than the bonus of the twelve months", do="The twelve months to the snapshot date include this pay period: correct one of the two."),
    Rule("leave behind reduced pay", ("leave", "reduced"), "leave", ~(_REDUCED & (_col("leave") == NO_LEAVE)),
        says="is none though pay was reduced", do="Choose the leave behind the reduced pay, or strike."),
    given_when("usual", _REDUCED, reads=("reduced",), says="is blank though pay was reduced", do="Type the full pay that is usual in this pay period."),
    Rule("reduced is less than usual", ("usual", "reduced", *ORDINARY_PAY), "usual", ~(_REDUCED & (_col("usual") <= ORDINARY)), severity=QUERY,
        says="is no more than what was paid, though pay is said to be reduced", do="Leave on full pay is not reduced pay: correct one of the two, or explain."),
    Rule("less than usual is reduced", ("reduced", "usual", "leave", *ORDINARY_PAY), "reduced",
        ~(~_REDUCED & (_col("usual") > ORDINARY) & (_col("leave") != NO_LEAVE)), severity=QUERY,
        says="is No though less than the usual pay was paid in a period with leave", do="Choose Yes if the leave is why less was paid, or explain."),
    Rule("paid something", (*ORDINARY_PAY, "reduced", "contract"), "basic", (ORDINARY > 0) | _REDUCED | (_col("contract") == "CASUAL"), severity=QUERY,
        says="is nought and nothing else was paid, though pay is not said to be reduced", do="Type the pay of the period in which 31 March falls, or explain."),
    Rule("an hour's pay is believable", ("basic", "hours", "pay_period", *ORDINARY_PAY), "basic",
        _REDUCED | (ORDINARY == 0) | ((_AN_HOUR / _A_YEAR <= MOST_AN_HOUR) & (_AN_HOUR / _A_YEAR >= LEAST_AN_HOUR)), severity=QUERY,
        says="gives an hour's pay below £5 or above £150", do="Check the pay period (a year's pay typed for a month is the usual slip) and the hours, or explain."),
    Rule("started by the snapshot", ("started",), "started", _col("started") <= CLOSES, says="is after the snapshot date", do="Leave out people who had not started yet."),
    not_before("left", "started", says="is before the date started", do="Correct whichever of the two dates is wrong."),
    Rule("employed on the snapshot date", ("left",), "left", _col("left") >= CLOSES, severity=QUERY,
        says="is before the snapshot date, so the row is counted in no figure", do="Leave the row out, or correct the date if the person was employed on the day."),
    Rule("a whole pay period", ("started", "reduced"), "started", _REDUCED | ~_col("started").is_between(CLOSES.dt.offset_by("-30d"), CLOSES, closed="right"), severity=QUERY,
        says="is within the last month, so a part of a period's pay may stand against a whole week's hours", do="Check that the pay is for a whole pay period, or explain."),
    Rule("sex known", ("sex",), "sex", _col("sex") != "U", severity=QUERY, says="is unknown: the person is counted and listed, but stands in no gap",
        do="Look the person up in HR's records; do not ask for documents, and do not single anybody out."),
    Rule("one sex a person", ("person", "sex"), "sex", _alike("sex"), per=("person",), says="differs between two employments of the same person", do="Give the same in both rows, or correct the person number."),
    Rule("one ethnicity a person", ("person", "ethnicity"), "ethnicity", _alike("ethnicity"), per=("person",), severity=QUERY,
        says="differs between two employments of the same person", do="Give the same in both rows, or correct the person number."),
    Rule("one disability answer a person", ("person", "disability"), "disability", _alike("disability"), per=("person",), severity=QUERY,
        says="differs between two employments of the same person", do="Give the same in both rows, or correct the person number."),
)
# fmt: on

_WHO, _POST, _HOURS = "The person", "The employment", "Hours"
_TWELVE = "Where hours vary: the last twelve weeks in which any were worked"
_PAY, _OUT, _BONUS, _LEAVE = "Ordinary pay in the pay period", "Kept out of ordinary pay", "Bonus", "Reduced pay"


_LEFT_OUT = "Asked so that it is seen to stay out of ordinary pay."


def _money(label: str, help: str, section: str, *known_as: str, example: float = 0.0) -> Any:
    return cell(
        label, unit=POUNDS, help=help, example=example, at_least=0, at_most=500_000, required=False, blank_means=0,
        section=section, known_as=known_as, use=_LEFT_OUT if section == _OUT else "",
    )  # fmt: skip


class Posts(
    Sheet,
    title="Posts",
    one_row="one employment",
    intro="One row for each employment on 31 March, casual staff with a live contract included and agency staff left out; pay is that "
    "of the pay period in which 31 March falls, before tax and pension and after any salary sacrifice.",
    key=("person", "post"),
    personal=True,
    room=400,
    rules=RULES,
):
    """Who was employed on the snapshot date, for what hours, and what they were paid."""

    # fmt: off
    person: str = cell("Person number", unit=CODE, help="The same for one person in every academy of the trust; not a National Insurance number.", example="P10042",
        matches=r"^[A-Za-z0-9][A-Za-z0-9/-]{1,19}$", section=_WHO, width=15, carries=True, known_as=["Employee number", "Payroll number", "Employee ID"])
    sex: str = cell("Sex", unit=CODE, help="F or M as HR's records have it: since May 2026 the statutory guidance asks for biological sex. U where it is unknown.", example="F",
        one_of=SEX, section=_WHO, carries=True, known_as=["Gender"])
    ethnicity: str = cell("Ethnicity", unit=CODE, help="Four-letter census code; REFU where the person would not say.", example="WBRI", one_of=ETHNICITY, required=False,
        blank_means="NOBT", section=_WHO, carries=True, known_as=["Ethnicity code", "Ethnic origin"])
    disability: str = cell("Disability", unit=CODE, help="Disabled within the meaning of the Equality Act 2010, as the person said.", example="N", one_of=DISABILITY,
        required=False, blank_means="U", section=_WHO, carries=True, known_as=["Disabled"])
    post: str = cell("Post number", unit=CODE, help="Tells two employments of one person apart.", example="1", matches=r"^\S{1,20}$", section=_POST, carries=True,
        known_as=["Assignment number", "Contract number"])
    role: str = cell("Role group", unit=CODE, help="What the person is mainly employed for in this post.", example=TEACHER, one_of=ROLES, section=_POST, carries=True,
        known_as=["Role", "Staff group"])
    contract: str = cell("Contract", unit=CODE, help="Permanent, fixed term or casual.", example="PERM", one_of=CONTRACTS, section=_POST, carries=True,
        known_as=["Contract type"])
    started: date = cell("Started", unit=DATE, help="Date this employment began.", example=date(2021, 9, 1), section=_POST, carries=True, known_as=["Start date"])
    left: date = cell("Left", unit=DATE, help="Date this employment ended; blank while employed.", example=date(2026, 4, 17), required=False, section=_POST,
        known_as=["End date", "Leaving date"])
    basis: str = cell("Basis", unit=CODE, help="All year, or term time only; a teacher's contract is all year.", example=ALL_YEAR, one_of=BASES, section=_HOURS, carries=True)
    weeks_paid: int = cell("Weeks paid", unit=WEEKS, help="Term time only: weeks a year that are paid, holiday pay included.", example=44.41, at_least=1, at_most=52.18,
        required=False, section=_HOURS, carries=True, known_as=["Paid weeks"])
    weeks_worked: int = cell("Weeks worked", unit=WEEKS, help="Term time only: weeks a year that are worked.", example=39.0, at_least=1, at_most=52.18, required=False,
        section=_HOURS, carries=True, known_as=["Weeks per year"])
    hours: int = cell("Weekly hours", unit=HOURS, help="Hours of the contract in a working week, without overtime; blank where hours vary.", example=32.5, at_least=0,
        at_most=84, required=False, section=_HOURS, carries=True, known_as=["Contracted hours", "Hours per week"])
    varying: int = codes((Choice(name, f"Hours in week {n}", "Blank where fewer weeks were worked since the start.") for n, name in enumerate(TWELVE_WEEKS, start=1)),
        unit=HOURS, example=12.5, section=_TWELVE, at_least=0, at_most=84, required=False)
    pay_period: str = cell("Pay period", unit=CODE, help="How long a time the pay is for.", example="MONTH", one_of=PAY_PERIODS, section=_PAY, carries=True,
        known_as=["Pay frequency"])
    basic: int = _money("Basic pay", "Pay for the contract's hours; for a casual, for the hours worked.", _PAY, "Basic", example=3200.0)
    allowances: int = _money("Allowances", "TLR, SEN, recruitment and retention, acting up, London weighting and the like.", _PAY, "Allowance", example=250.0)
    piecework: int = _money("Piecework", "Pay by the piece.", _PAY)
    leave_pay: int = _money("Leave pay", "Pay for leave of any kind taken in the period, sick and maternity pay included.", _PAY)
    shift: int = _money("Shift premium", "Extra pay for working at certain times, sleep-ins included.", _PAY, "Shift pay")
    overtime: int = _money("Overtime", "Pay for hours above the contract's; it stays out.", _OUT, "Overtime pay")
    ending: int = _money("Redundancy, termination and leave bought out", "These stay out.", _OUT, "Redundancy")
    arrears: int = _money("Arrears", "Pay in this period that belongs to another, a backdated award for example; it stays out.", _OUT, "Back pay")
    bonus: int = _money("Bonus in the pay period", "Money or vouchers for performance, productivity, incentive, commission or long service.", _BONUS)
    bonus_for: str = cell("Bonus is for", unit=CODE, help="How long a time that bonus is for.", example="YEAR", one_of=PAY_PERIODS, required=False, section=_BONUS,
        known_as=["Bonus period"])
    bonus_year: int = _money("Bonus in twelve months", "All bonus paid in the twelve months to 31 March.", _BONUS)
    reduced: bool = cell("Reduced pay", unit=YES_NO, help="Yes if less than full pay, or none, was paid in the period because of leave or a strike.", example=False,
        section=_LEAVE)
    leave: str = cell("Leave or strike", unit=CODE, help="What was behind reduced pay; else any leave in the period, or none.", example=NO_LEAVE, one_of=LEAVE,
        section=_LEAVE)
    usual: int = cell("Usual full pay", unit=POUNDS, help="Ordinary pay of a full pay period; needed where pay was reduced.", example=3450.0, at_least=0, at_most=500_000,
        required=False, section=_LEAVE)
    # fmt: on


WORKFORCE = Return(
    name="workforce",
    title="Workforce",
    desk="HR and payroll",
    often=(Frequency.SNAPSHOT,),
    sheets=(Posts,),
    purpose="Gender, ethnicity and disability pay gaps on 31 March, for the Finance, Audit and Resource committee (T7.6-a to c, P3.3-a and c).",
)

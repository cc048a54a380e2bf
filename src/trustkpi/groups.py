"""Which pupils an attendance figure counts, and the groups that it is broken down by."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import Breakdown, Population, Source
from validation.returns.attendance import AGE
from validation.rules import CLOSES
from validation.vocabulary import ETHNIC_GROUPS, LANGUAGES_NOT_EAL, LANGUAGES_UNKNOWN, SEN_PROVISION, SEX, YEAR_GROUPS

METHODOLOGY = Source(
    "Pupil absence statistics: methodology (Department for Education)",
    "https://explore-education-statistics.service.gov.uk/methodology/pupil-absence-in-schools-in-england",
)

_col = pl.col
_IN_SUMMER = CLOSES.dt.month().is_between(5, 8)
_CUT = (AGE == 15) & _IN_SUMMER & _col("possible_15").is_not_null()  # noqa: PLR2004  the age at which study leave falls
_SCHOOL_AGE = (_col("boarder") == "N") & AGE.is_between(5, 15) & (_col("possible") > 0)


def _cut(column: str, to_half_term: pl.Expr) -> pl.Expr:
    return pl.when(_CUT).then(to_half_term).otherwise(_col(column)).alias(column)


STATUTORY_COHORT = Population(
    "cohort",
    "enrolments of non-boarders aged 5 to 15 on 31 August with a possible session, those aged 15 without the second half of "
    "the summer term",
    where=_SCHOOL_AGE,
    instead={
        "possible": _cut("possible", _col("possible_15")),
        "present": _cut("present", _col("attended_15")),
        "educational": _cut("educational", pl.lit(0, pl.Int64)),  # it is within what they attended
        "authorised": _cut("authorised", _col("authorised_15")),
        "unauthorised": _cut("unauthorised", _col("unauthorised_15")),
    },
    source=METHODOLOGY,
)
# A return gives no code up to the half term, so lateness and reasons keep the whole of the summer.
UNCUT_COHORT = Population(
    "uncut",
    "enrolments of non-boarders aged 5 to 15 on 31 August with a possible session, those aged 15 with the whole summer term",
    where=_SCHOOL_AGE,
    source=METHODOLOGY,
)
ROLL = Population("roll", "the whole roll: every enrolment with a possible session", where=_col("possible") > 0)

_ETHNIC_GROUP = {code: group for group, codes in ETHNIC_GROUPS.items() for code in codes}
_ENGLISH, _EAL, _UNKNOWN = "English", "Another language (EAL)", "Unknown"
_FREE, _NOT_FREE = "Eligible", "Not eligible"
_SEN = {**SEN_PROVISION, "N": "No SEN"}
_LOOKED_AFTER, _PROTECTED, _IN_NEED, _NO_PLAN = "Looked after", "Child protection plan", "Child in need", "None of these"
_MEDICAL, _NOT_MEDICAL = "Long-term medical condition", "None known"


def _yes_no(column: str, yes: str, no: str) -> pl.Expr:
    return pl.when(_col(column)).then(pl.lit(yes)).otherwise(pl.lit(no))


BY_SEX = Breakdown.by_code("sex", "Sex", SEX, gap=(SEX["F"], SEX["M"]))
# The pair is the product's default: no source says which two groups to hold against each other.
BY_ETHNICITY = Breakdown(
    "ethnicity",
    "Ethnic group",
    _col("ethnicity").replace_strict(_ETHNIC_GROUP, default=None, return_dtype=pl.String),
    tuple(ETHNIC_GROUPS),
    gap=("Mixed", "White"),
)
BY_LANGUAGE = Breakdown(
    "language",
    "First language",
    pl.when(_col("language").is_in(LANGUAGES_NOT_EAL))
    .then(pl.lit(_ENGLISH))
    .when(_col("language").is_in(LANGUAGES_UNKNOWN))
    .then(pl.lit(_UNKNOWN))
    .otherwise(pl.lit(_EAL)),
    (_ENGLISH, _EAL, _UNKNOWN),
    gap=(_EAL, _ENGLISH),
)
BY_YEAR_GROUP = Breakdown.by_code("year_group", "Year group", YEAR_GROUPS)
BY_FSM = Breakdown("fsm", "Free school meals", _yes_no("fsm", _FREE, _NOT_FREE), (_FREE, _NOT_FREE), gap=(_FREE, _NOT_FREE))
BY_SEN = Breakdown.by_code("sen", "SEN provision", _SEN, gap=(_SEN["E"], _SEN["N"]))
BY_MEDICAL = Breakdown(
    "medical",
    "Medical condition",
    _yes_no("medical", _MEDICAL, _NOT_MEDICAL),
    (_MEDICAL, _NOT_MEDICAL),
    gap=(_MEDICAL, _NOT_MEDICAL),
)
# Each pupil stands once, in the first that holds: a child with a protection plan is in need too.
BY_SOCIAL_CARE = Breakdown(
    "social_care",
    "Social care",
    pl.when(_col("looked_after"))
    .then(pl.lit(_LOOKED_AFTER))
    .when(_col("child_protection"))
    .then(pl.lit(_PROTECTED))
    .when(_col("child_in_need"))
    .then(pl.lit(_IN_NEED))
    .otherwise(pl.lit(_NO_PLAN)),
    (_LOOKED_AFTER, _PROTECTED, _IN_NEED, _NO_PLAN),
    gap=(_LOOKED_AFTER, _NO_PLAN),
)
PUPIL_GROUPS = (BY_SEX, BY_ETHNICITY, BY_LANGUAGE, BY_YEAR_GROUP, BY_FSM, BY_SEN, BY_MEDICAL, BY_SOCIAL_CARE)

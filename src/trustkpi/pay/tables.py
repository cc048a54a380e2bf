"""People from their posts, as a table that nobody types."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from trustkpi.derived import GRAIN, Derived, like, setting_column
from trustkpi.facts import TrustKpiError
from trustkpi.pay.parts import Hours
from trustkpi.pay.people import UNKNOWN, people, standing
from trustkpi.pay.quarters import quarters
from validation.model import NUMBER, POUNDS, TEXT, YES_NO, Unit, cell
from validation.returns.workforce import LEADER, TEACHER, Posts

BILLIONTHS = Unit("billionths of a penny")
TERM_TIME_HOURS = "term-time hours"
TEACHERS, SUPPORT = "Teachers and leaders", "Support staff"
WITHIN = (GRAIN, "academy", "period")
_POUNDS_AN_HOUR = 2_000_000_000_000  # £20, in billionths of a penny


def spread(posts: pl.DataFrame) -> Hours:
    """Over which weeks the trust spreads the hours of term-time contracts; `TrustKpiError` where its choice is none."""
    column = setting_column(TERM_TIME_HOURS)
    chosen = int(posts[column][0]) if column in posts.columns and posts.height else 1
    if chosen > len(Hours):
        msg = f"In trust.xlsx, on the sheet Options, '{TERM_TIME_HOURS}' is {chosen}: choose 1, 2 or 3."
        raise TrustKpiError(msg)
    return tuple(Hours)[chosen - 1]


def of_both_grains(posts: pl.DataFrame) -> pl.DataFrame:
    """People of each academy, posts in it added up, and people of the trust, posts in all academies added up."""
    hours = spread(posts)
    academies = people(posts, within=["period", "academy"], hours=hours).with_columns(pl.lit("academy").alias(GRAIN))
    trust = people(posts, within=["period"], hours=hours).with_columns(pl.lit("trust").alias(GRAIN), academy=pl.lit(""))
    return pl.concat([academies, trust.select(academies.columns)])


def placed(rows: pl.DataFrame, counted: pl.Expr, kind: str, kinds: Sequence[str]) -> pl.DataFrame:
    """The rows with the quarter of those counted, at full pay, among those of the same place."""
    ranked = rows.with_columns(_rate=pl.when(counted & pl.col("full_pay")).then("rate"))
    quarter = quarters(ranked, pay="_rate", kind=kind, within=WITHIN, kinds=kinds, by="person")
    return rows.with_columns(quarter.alias("quarter"))


def _hourly(label: str) -> int:
    help_ = "Pay for an hour of all posts together."
    return cell(label, unit=BILLIONTHS, help=help_, example=_POUNDS_AN_HOUR, required=False)  # type: ignore[no-any-return]


class PeoplePaid(
    Derived,
    made_from=(Posts,),
    title="People and their pay",
    one_row="one person, all posts together",
    intro="Made from posts: a person with posts at several academies is one row for the trust, and one for each academy.",
    key=("person",),
    personal=True,
):
    """Derived rows: nobody types them."""

    person: str = like(Posts, "person")
    sex: str = like(Posts, "sex")
    ethnicity: str = like(Posts, "ethnicity")
    disability: str = like(Posts, "disability")
    role: str = like(Posts, "role")
    staff: str = cell(
        "Staff", unit=TEXT, help="Teachers and leaders, or support staff, by the post of most hours.", example=SUPPORT
    )
    standing: str = cell(
        "Standing", unit=TEXT, help="Why the person is not in every measure.", example="Counted in every measure"
    )
    full_pay: bool = cell("Full pay", unit=YES_NO, help="Not paid less because of leave.", example=True)
    hourly: int = _hourly("Hourly pay")
    hourly_paid: int = _hourly("Hourly pay, hours over the weeks paid")
    hourly_worked: int = _hourly("Hourly pay, hours over the weeks worked")
    hourly_contract: int = _hourly("Hourly pay, hours of the contract")
    bonus_year: int = cell("Bonus", unit=POUNDS, help="Paid in the twelve months.", example=0.0)
    quarter: int = cell("Quarter", unit=NUMBER, help="1 is the lower, 4 the upper.", example=1, required=False)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """People of both grains with the quarter of those at full pay whose sex is known."""
        found = of_both_grains(frames[0])
        teaches = pl.col("role").is_in([LEADER, TEACHER])
        told = found.with_columns(staff=pl.when(teaches).then(pl.lit(TEACHERS)).otherwise(pl.lit(SUPPORT)), standing=standing())
        return placed(told, pl.col("sex") != UNKNOWN, "sex", ("M", "F"))

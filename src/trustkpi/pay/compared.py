"""People by what they said of themselves, each beside the figures of a reference group at the same place."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from trustkpi.derived import Derived, like
from trustkpi.pay.people import NOT_SAID
from trustkpi.pay.tables import BILLIONTHS, WITHIN, PeoplePaid, of_both_grains, placed
from validation.model import TEXT, cell
from validation.returns.workforce import Posts
from validation.vocabulary import ETHNIC_GROUPS

WHITE_BRITISH, NOT_DISCLOSED = "White British", "Not disclosed"
NOT_DISABLED, DISABLED = "Not disabled", "Disabled"
_BRITISH, _WHITE, _WHITE_OTHER = "WBRI", "White", "White other than British"
# The broad groups of the Government Statistical Service's harmonised standard, White parted so that White British colleagues
# are the group that the others are held against: Consultation response CP 1542 (March 2026),
# https://www.gov.uk/government/consultations/equality-race-and-disability-bill-mandatory-ethnicity-and-disability-pay-gap-reporting
ETHNICITIES = {
    code: WHITE_BRITISH if code == _BRITISH else _WHITE_OTHER if group == _WHITE else group
    for group, codes in ETHNIC_GROUPS.items()
    for code in codes
    if code not in NOT_SAID
}
OTHER_GROUPS = tuple(dict.fromkeys(group for group in ETHNICITIES.values() if group != WHITE_BRITISH))
DISABILITIES = {"N": NOT_DISABLED, "Y": DISABLED}


def compared(posts: pl.DataFrame, column: str, named: Mapping[str, str], reference: str) -> pl.DataFrame:
    """People of both grains with their group, their quarter among those who disclosed, and the reference group's figures."""
    group = pl.col(column).replace_strict(named, default=NOT_DISCLOSED, return_dtype=pl.String)
    told = of_both_grains(posts).with_columns(group=group)
    found = placed(told, pl.col("group") != NOT_DISCLOSED, "group", tuple(dict.fromkeys(named.values())))
    held = pl.col("group") == reference
    paid = pl.col("hourly").filter(held & pl.col("full_pay"))
    bonus = pl.col("bonus_year").filter(held & (pl.col("bonus_year") > 0))
    figures = {"mean": _mean(paid), "median": paid.median(), "mean_bonus": _mean(bonus), "median_bonus": bonus.median()}
    return found.with_columns(figure.over(WITHIN).alias(f"reference_{name}") for name, figure in figures.items())


def _mean(amounts: pl.Expr) -> pl.Expr:
    return pl.when(amounts.count() > 0).then(amounts.sum() / amounts.count())


def _reference(label: str) -> float:
    help_ = "Of the reference group at the same place."
    return cell(label, unit=BILLIONTHS, help=help_, example=2e12, required=False)  # type: ignore[no-any-return]


class PaidByEthnicity(
    Derived,
    made_from=(Posts,),
    title="People and their pay by ethnicity",
    one_row="one person, all posts together",
    intro="Made from posts, with the figures of White British colleagues at the same place beside each row.",
    key=("person",),
    personal=True,
):
    """Derived rows: nobody types them."""

    person: str = like(Posts, "person")
    group: str = cell("Group", unit=TEXT, help="As disclosed.", example=WHITE_BRITISH)
    full_pay: bool = like(PeoplePaid, "full_pay")
    hourly: int = like(PeoplePaid, "hourly")
    bonus_year: int = like(PeoplePaid, "bonus_year")
    quarter: int = like(PeoplePaid, "quarter")
    reference_mean: float = _reference("Mean hourly pay of the reference group")
    reference_median: float = _reference("Median hourly pay of the reference group")
    reference_mean_bonus: float = _reference("Mean bonus of the reference group")
    reference_median_bonus: float = _reference("Median bonus of the reference group")

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """People by ethnic group, beside White British colleagues."""
        return compared(frames[0], "ethnicity", ETHNICITIES, WHITE_BRITISH)


class PaidByDisability(
    PaidByEthnicity,
    made_from=(Posts,),
    title="People and their pay by disability",
    one_row="one person, all posts together",
    intro="Made from posts, with the figures of colleagues who are not disabled, at the same place, beside each row.",
    key=("person",),
    personal=True,
):
    """Derived rows: nobody types them."""

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """People by disability, beside colleagues who are not disabled."""
        return compared(frames[0], "disability", DISABILITIES, NOT_DISABLED)

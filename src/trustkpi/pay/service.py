"""What the government's gender pay gap service is sent: its columns, its input rules, and what should be asked beyond them.

Columns and rules are those of https://github.com/ukgov-equality-hub/gender-pay-gap (commit 40e5a50b): ReportFiguresHelper.cs
and ReportFiguresViewModel.cs in GenderPayGap.WebUI, and the service's download.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from trustkpi.shown import displayed

COLUMNS = (
    "EmployerName", "EmployerId", "Address", "PostCode", "CompanyNumber", "SicCodes", "DiffMeanHourlyPercent",
    "DiffMedianHourlyPercent", "DiffMeanBonusPercent", "DiffMedianBonusPercent", "MaleBonusPercent", "FemaleBonusPercent",
    "MaleLowerQuartile", "FemaleLowerQuartile", "MaleLowerMiddleQuartile", "FemaleLowerMiddleQuartile", "MaleUpperMiddleQuartile",
    "FemaleUpperMiddleQuartile", "MaleTopQuartile", "FemaleTopQuartile", "CompanyLinkToGPGInfo", "ResponsiblePerson",
    "EmployerSize", "CurrentName", "SubmittedAfterTheDeadline", "DueDate", "DateSubmitted",
)  # fmt: skip
_QUARTERS = ("Lower", "LowerMiddle", "UpperMiddle", "Top")
_SIZES = (
    (250, "Less than 250"), (500, "250 to 499"), (1000, "500 to 999"), (5000, "1000 to 4999"), (20000, "5000 to 19,999"),
)  # fmt: skip
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figures:
    """The six measures as they are typed into the service: percentages to one place, None for a blank.

    `women` has the women's share of each quarter, the lower first, and `men` the men's.
    """

    mean_hourly: Decimal | None
    median_hourly: Decimal | None
    mean_bonus: Decimal | None
    median_bonus: Decimal | None
    men_bonus: Decimal | None
    women_bonus: Decimal | None
    men: tuple[Decimal | None, ...]
    women: tuple[Decimal | None, ...]


def typed(value: float | None) -> Decimal | None:
    """A percentage as it is typed: rounded once, half up, to one place."""
    return None if value is None else displayed(value, 1)


def rest(share: Decimal | None) -> Decimal | None:
    """What is left of a hundred, so that the two shares of a quarter add up to it."""
    return None if share is None else _HUNDRED - share


def employer_size(employees: int) -> str:
    """The service's words for how many employees there are."""
    return next((words for below, words in _SIZES if employees < below), "20,000 or more")


def faults(figures: Figures) -> Iterator[str]:
    """What the service would not accept, a sentence each."""
    gaps = {"mean hourly": figures.mean_hourly, "median hourly": figures.median_hourly}
    bonus = {"mean bonus": figures.mean_bonus, "median bonus": figures.median_bonus}
    shares = (figures.men_bonus, figures.women_bonus, *figures.men, *figures.women)
    yield from (f"The {name} difference is blank." for name, gap in gaps.items() if gap is None)
    for name, gap in (gaps | bonus).items():
        if gap is not None and gap > _HUNDRED:
            yield f"The {name} difference is above 100."
    if any(value is not None and value != value.quantize(Decimal("0.1")) for value in (*gaps.values(), *bonus.values(), *shares)):
        yield "Value can't have more than 1 decimal place."
    if any(share is None or not 0 <= share <= _HUNDRED for share in shares):
        yield "A share is blank, or not between 0 and 100."
    yield from _bonus_faults(figures, tuple(bonus.values()))
    for name, men, women in zip(_QUARTERS, figures.men, figures.women, strict=True):
        if men is not None and women is not None and men + women != _HUNDRED:
            yield f"The two shares of the {name} quarter do not add up to 100."


def _bonus_faults(figures: Figures, gaps: tuple[Decimal | None, ...]) -> Iterator[str]:
    if figures.men_bonus == 0 and any(gap is not None for gap in gaps):
        yield "Do not enter a bonus difference if 0% of men received a bonus."
    if figures.men_bonus and any(gap is None for gap in gaps):
        yield "Enter a percentage lower than or equal to 100 for each bonus difference, since men received a bonus."


def queries(figures: Figures) -> Iterator[str]:
    """What the service would accept but somebody should look at, a sentence each."""
    if figures.men_bonus and figures.women_bonus and figures.men_bonus + figures.women_bonus == _HUNDRED:
        yield (
            "The two bonus percentages add up to exactly 100, as they do where each is a share of those paid a bonus: each must "
            "be a share of all men, or of all women."
        )
    if figures.women_bonus == 0 and figures.men_bonus and figures.mean_bonus != _HUNDRED:
        yield "Men were paid a bonus and women were not, so the bonus difference should be 100."
    first, last, median = figures.women[0], figures.women[-1], figures.median_hourly
    if first is not None and last is not None and median and (first - last) * median < 0:
        yield (
            "Women's share of the quarters runs against the median gap: look whether the quarters were given in reverse, "
            "the upper for the lower."
        )


def as_csv(figures: Figures, *, employer: str, employees: int) -> str:
    """The service's columns, a heading row and one row; what the service fills in itself, or knows, is blank."""
    pairs = {
        f"{sex}{name}Quartile": share
        for sex, shares in (("Male", figures.men), ("Female", figures.women))
        for name, share in zip(_QUARTERS, shares, strict=True)
    }
    row = {
        "EmployerName": employer, "CurrentName": employer, "EmployerSize": employer_size(employees),
        "DiffMeanHourlyPercent": figures.mean_hourly, "DiffMedianHourlyPercent": figures.median_hourly,
        "DiffMeanBonusPercent": figures.mean_bonus, "DiffMedianBonusPercent": figures.median_bonus,
        "MaleBonusPercent": figures.men_bonus, "FemaleBonusPercent": figures.women_bonus, **pairs,
    }  # fmt: skip
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow({name: "" if value is None else _safe(value) for name, value in row.items()})
    return file.getvalue()


def _safe(value: object) -> object:
    """A name that a spreadsheet would take for a formula is kept as text; numbers are as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value

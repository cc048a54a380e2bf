"""How the pay gap's figures are declared alike: who counts, how they are shown, and what the whole trust is held against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from trustkpi.kpi import PERCENT_SHOWN, PRODUCT_DEFAULT, Bands, Breakdown, Kpi, Measure, Polarity, Population, Source, kpi
from trustkpi.pay.compared import NOT_DISCLOSED, OTHER_GROUPS, WHITE_BRITISH
from trustkpi.pay.people import COUNTED, NO_HOURS, ON_LEAVE, SEX_UNKNOWN, UNKNOWN
from trustkpi.pay.quarters import QUARTERS
from trustkpi.pay.tables import SUPPORT, TEACHERS, PeoplePaid
from validation.returns.workforce import ROLES
from validation.vocabulary import FINANCE

REGULATIONS = Source(
    "Equality Act 2010 (Specific Duties and Public Authorities) Regulations 2017, SI 2017/353, Schedule 1",
    "https://www.legislation.gov.uk/uksi/2017/353/schedule/1/made",
)
MEN, WOMEN = pl.col("sex") == "M", pl.col("sex") == "F"
_KNOWN = pl.col("sex") != UNKNOWN
_AT_FULL_PAY = pl.col("full_pay") & pl.col("hourly").is_not_null()

FULL_PAY = Population("full pay", "full-pay relevant employees whose sex is known", _KNOWN & _AT_FULL_PAY, source=REGULATIONS)
PAID_BONUS = Population(
    "paid a bonus", "relevant employees who were paid a bonus in the twelve months", _KNOWN & (pl.col("bonus_year") > 0),
    source=REGULATIONS,
)  # fmt: skip
SEX_KNOWN = Population("sex known", "relevant employees whose sex is known", _KNOWN, source=REGULATIONS)

DISCLOSED = pl.col("group") != NOT_DISCLOSED
AT_FULL_PAY = DISCLOSED & _AT_FULL_PAY

BY_STAFF = Breakdown("staff", "Staff", pl.col("staff"), (TEACHERS, SUPPORT))
BY_ROLE = Breakdown.by_code("role", "Role group", ROLES)
BY_STANDING = Breakdown("standing", "Standing", pl.col("standing"), (COUNTED, ON_LEAVE, NO_HOURS, SEX_UNKNOWN))
BY_QUARTER = Breakdown(
    "quarter", "Hourly pay quarter",
    pl.col("quarter").replace_strict(dict(enumerate(QUARTERS, start=1)), default=None, return_dtype=pl.String), QUARTERS,
)  # fmt: skip
BY_ETHNIC_GROUP = Breakdown("ethnic_group", "Ethnic group", pl.col("group"), (WHITE_BRITISH, *OTHER_GROUPS, NOT_DISCLOSED))

# Academy trusts' own figures in the service's download for 2024-25 (534 trusts, snapshot of 31 March 2024), as
# pay/trusts.csv holds them: the middle trust and the upper quarter.
_TRUSTS = (
    f"{PRODUCT_DEFAULT}: green to the middle of 534 academy trusts (2024-25), amber to their upper quarter, for the whole "
    "trust alone; all employers are no fair yardstick"
)


def against_trusts(middle: float, upper_quarter: float) -> tuple[Bands, ...]:
    """Green at the middle trust's gap or less, amber to the upper quarter of trusts; for the trust's own figure alone."""
    return (Bands(middle, upper_quarter, date(2017, 3, 31), _TRUSTS, whole_trust=True),)


def pay_kpi(*, title: str, focus: tuple[str, ...], **more: Any) -> Callable[[Callable[[], Measure]], Kpi]:
    """Declare a KPI over people and their pay: a percentage of full-pay employees, for information unless said otherwise."""
    alike: dict[str, Any] = {
        "committee": FINANCE, "reads": PeoplePaid, "shown": PERCENT_SHOWN, "polarity": Polarity.NEITHER, "over": FULL_PAY,
        "source": REGULATIONS,
    }  # fmt: skip
    return kpi(title=title, focus=focus, **(alike | more))

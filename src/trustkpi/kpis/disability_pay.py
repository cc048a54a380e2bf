"""The disability pay gap: colleagues who are disabled within the meaning of the Equality Act 2010, and those who are not."""

from __future__ import annotations

import polars as pl

from trustkpi.group_pay import Asked, six_measures
from trustkpi.kpi import Breakdown, Source
from trustkpi.pay.compared import DISABLED, NOT_DISABLED, NOT_DISCLOSED, PaidByDisability

RESPONSE = Source(
    "Mandatory ethnicity and disability pay gap reporting: government response (CP 1542, March 2026)",
    "https://www.gov.uk/government/consultations/equality-race-and-disability-bill-mandatory-ethnicity-and-disability-pay-gap-reporting/outcome/consultation-on-mandatory-ethnicity-and-disability-pay-gap-reporting-government-response",
)
DISABILITY = Asked(
    "dpg", "disability", PaidByDisability, NOT_DISABLED, "non-disabled", "disabled colleagues",
    Breakdown("disability", "Disability", pl.col("group"), (NOT_DISABLED, DISABLED, NOT_DISCLOSED)), ("P3.3-a",), RESPONSE,
)  # fmt: skip
MEASURES = tuple(six_measures(DISABILITY))
globals().update({kpi.name: kpi for kpi in MEASURES})  # each under its own name, as if it had been written out

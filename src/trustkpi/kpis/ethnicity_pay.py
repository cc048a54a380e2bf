"""The ethnicity pay gap: White British colleagues and all others, and by broad group."""

from __future__ import annotations

from trustkpi.group_pay import Asked, six_measures
from trustkpi.kpi import Source
from trustkpi.pay.compared import WHITE_BRITISH, PaidByEthnicity
from trustkpi.pay_kpis import BY_ETHNIC_GROUP

GUIDANCE = Source(
    "Ethnicity pay reporting: guidance for employers (April 2023), by way of Addleshaw Goddard's account of it",
    "https://www.addleshawgoddard.com/en/insights/insights-briefings/2023/employment/government-publishes-ethnicity-pay-gap-reporting-guidance/",
)
ETHNICITY = Asked(
    "epg", "ethnicity", PaidByEthnicity, WHITE_BRITISH, "White British", "colleagues of all other ethnic groups", BY_ETHNIC_GROUP,
    ("P3.3-a",), GUIDANCE,
)  # fmt: skip
MEASURES = tuple(six_measures(ETHNICITY))
globals().update({kpi.name: kpi for kpi in MEASURES})  # each under its own name, as if it had been written out

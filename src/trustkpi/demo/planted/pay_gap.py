"""What is wrong on purpose in the pay gap return: what the central team had to mend before it was taken."""

from __future__ import annotations

from datetime import date

from trustkpi.demo.academies import CENTRAL_TEAM
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put

REPORTS = (
    Fault(
        "published before there was anything to publish",
        (("published", "22 March 2023 is before the snapshot date"),),
        put(published=date(2023, 3, 22)),
    ),
    Fault("a month for a day", (("drafted", "'Feb 25' is not a date"),), put(drafted=None), {"drafted": "Feb 25"}),
    Fault(
        "a private employer's snapshot date", (("snapshot", "5 April 2025 is not a 31 March"),), put(snapshot=date(2025, 4, 5))
    ),
)

PLANTED = (Planted(CURRENT, CENTRAL_TEAM.name, "Pay gap reports", REPORTS, mended=True),)

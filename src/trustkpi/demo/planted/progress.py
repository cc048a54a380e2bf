"""What is wrong on purpose in returns of progress: what Unity had to mend before it was taken."""

from __future__ import annotations

from trustkpi.demo.academies import UNITY
from trustkpi.demo.asked import CURRENT
from trustkpi.demo.faults import Fault, Planted, put

TARGETS = (
    Fault("a judgement in the school's own words", (("judgement", "is not one of the choices"),), put(judgement="On track")),
    Fault("a target left unjudged", (("target_met", "is blank"),), put(target_met=None)),
    Fault("a provision in the school's own words", (("sen", "is not one of the choices"),), put(sen="EHCP")),
    Fault("the same strand twice", (("upn", "is given twice"),), again=True),
    Fault("a UPN that is another number", (("upn", "is not in the form that is asked for"),), put(upn="004417")),
)
INTERVENTIONS = (
    Fault(
        "two figures the wrong way round",
        (("gained", "18 is more than took part"),),
        put(pupils=11, gained=18),
        where=lambda row: row["effective"],
    ),
    Fault(
        "effective, and nobody gained",
        (("effective", "Yes cannot be, for no pupil gained"),),
        put(gained=0, effective=True),
        where=lambda row: not row["effective"],
    ),
    Fault(
        "no cost of what works", (("cost", "is blank for one that works"),), put(cost=None), where=lambda row: row["effective"]
    ),
)

PLANTED = (
    Planted(CURRENT, UNITY, "Targets", TARGETS, mended=True),
    Planted(CURRENT, UNITY, "Interventions", INTERVENTIONS, mended=True),
)

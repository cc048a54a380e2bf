"""Standards and Achievement: how well pupils attend, learn and are cared for (themes 1 to 5 of the framework)."""

from __future__ import annotations

from trustkpi.packs import CommitteePack, Focus
from validation.vocabulary import STANDARDS

PUPIL_ABSENCE = Focus(
    "T1.2",
    "Pupil absence",
    leads=("absence_rate", "persistent_absence_rate"),
    in_full=("absence_rate", "persistent_absence_rate", "severe_absence_rate", "unauthorised_absence_rate"),
)

PUPIL_NUMBERS = Focus(
    "T1.1", "Pupil numbers", leads=("places_filled_pct", "mobility_rate"), in_full=("in_year_leavers", "in_year_joiners")
)

PUPIL_MOVES = Focus(
    "T1.3",
    "Pupil moves and exclusions",
    leads=("suspension_rate", "behaviour_incidents_per_100"),
    in_full=("suspension_rate", "pupils_suspended_rate", "moves_out", "suspended_disproportionality_ratio"),
)

PACK = CommitteePack(
    name=STANDARDS,
    headlines=(
        "attendance_rate",
        "absence_rate",
        "authorised_absence_rate",
        "unauthorised_absence_rate",
        "persistent_absence_rate",
        "severe_absence_rate",
        "late_rate",
        "places_filled_pct",
        "mobility_rate",
        "suspension_rate",
        "repeat_suspension_rate",
        "pex_rolling_3yr_avg",
        "behaviour_incidents_per_100",
        "transition_plans_in_place_pct",
    ),
    focuses=(
        PUPIL_NUMBERS,
        PUPIL_ABSENCE,
        PUPIL_MOVES,
        Focus("T2.1", "Pupil outcomes"),
        Focus("T2.2", "Support for SEND"),
        Focus("T3.1", "Ofsted"),
        Focus("T3.2", "Quality assurance"),
        Focus("T4.1", "Pupil premium"),
        Focus("T5.1", "Safeguarding"),
    ),
)

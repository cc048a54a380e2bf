"""Standards and Achievement: how well pupils attend, learn and are cared for (themes 1 to 5 of the framework)."""

from __future__ import annotations

from trustkpi.packs import CommitteePack, Focus
from validation.vocabulary import STANDARDS

PUPIL_ABSENCE = Focus("T1.2", "Pupil absence", leads=("absence_rate", "persistent_absence_rate"))

PUPIL_NUMBERS = Focus("T1.1", "Pupil numbers", leads=("places_filled_pct", "mobility_rate"))

PUPIL_MOVES = Focus("T1.3", "Pupil moves and exclusions", leads=("suspension_rate", "behaviour_incidents_per_100"))

PACK = CommitteePack(
    name=STANDARDS,
    # Twenty (product default) of what a committee is asked about first, each with something to hold it against: how pupils
    # attend; who is sent away; whether they learn, and what becomes of them; whether what law and Ofsted ask is done; whether
    # pupils are and feel safe; whether places are taken up; and whether the trust does what it planned.
    headlines=(
        "absence_rate",
        "unauthorised_absence_rate",
        "persistent_absence_rate",
        "severe_absence_rate",
        "places_filled_pct",
        "transition_plans_in_place_pct",
        "suspension_rate",
        "pex_rolling_3yr_avg",
        "behaviour_incidents_per_100",
        "ks2_rwm_exs_pct",
        "attainment8",
        "expected_progress_pct",
        "sustained_destination_pct",
        "ehcp_reviews_in_time_pct",
        "recommendations_overdue",
        "pp_compliance_pct",
        "scr_compliance_pct",
        "safeguarding_training_in_date_pct",
        "pupil_feels_safe_pct",
        "actions_on_track_pct",
    ),
    law=("Keeping children safe in education", "Annual reviews of education", "How to report on the pupil premium"),
    profile=("places_filled_pct", "mobility_rate", "sen_total_pct", "ehcp_pct", "days_since_inspection"),
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

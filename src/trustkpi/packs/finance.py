"""Finance, Audit and Resource: the trust's money, people, buildings and risks (themes 6 to 8 of the framework)."""

from __future__ import annotations

from trustkpi.packs import CommitteePack, Focus
from validation.vocabulary import FINANCE

PACK = CommitteePack(
    name=FINANCE,
    headlines=(
        "gpg_mean_hourly",
        "gpg_median_hourly",
        "gpg_draft_by_feb",
        "gpg_reported",
        "epg_mean",
        "ethnicity_declared_pct",
        "protected_characteristics_recorded_pct",
    ),
    schools=False,  # what it reads so far is the employer's, and stands by academy on its own pages
    focuses=(
        Focus("T7.6", "Gender pay gap", leads=("gpg_median_hourly",)),
        Focus("P3.3", "Ethnicity and disability pay", leads=("epg_mean",)),
    ),
)

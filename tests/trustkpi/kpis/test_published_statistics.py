"""Published rates come out of our own KPI expressions, from the counts that were published with them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from trustkpi.catalogue import catalogue
from trustkpi.kpi import Ratio

FOLDER = Path(__file__).parents[2] / "examples" / "kpis"
STATISTICS = Path(__file__).parents[3] / ".." / "shared" / "corpus" / "statistics"
SESSIONS = tomllib.loads((FOLDER / "published_sessions.toml").read_text(encoding="utf-8"))["row"]
SHARES = tomllib.loads((FOLDER / "published_counts.toml").read_text(encoding="utf-8"))["share"]
REASONS = {
    "i": ("reason_i_authorised_illness", "illness_perc"),
    "m": ("reason_m_authorised_medical_dental", "appointments_perc"),
    "r": ("reason_r_authorised_religious_observance", "auth_religious_perc"),
    "s": ("reason_s_authorised_study_leave", "auth_study_perc"),
    "t": ("reason_t_authorised_mobile_child", "auth_mob_perc"),
    "e": ("reason_e_authorised_excluded", "auth_excluded_perc"),
    "c": ("reason_c_authorised_other", "auth_other_perc"),
    "c1": ("reason_c1_authorised_regulated_performance", "auth_performance_perc"),
    "j1": ("reason_j1_authorised_interview", "auth_interview_perc"),
    "c2": ("reason_c2_authorised_temp_reduced_timetable", "auth_part_time_perc"),
    "g": ("reason_g_unauthorised_holiday", "unauth_hol_perc"),
    "u": ("reason_u_unauthorised_late_after_registers_closed", "unauth_late_registers_closed_perc"),
    "o": ("reason_o_other_unauthorised", "unauth_oth_perc"),
    "n": ("reason_n_no_reason_yet", "unauth_not_yet_perc"),
}
DAILY = {
    "possible": "possible_sessions", "present": "present_sessions", "educational": "approved_educational_activity",
    "authorised": "authorised_absence", "unauthorised": "unauthorised_absence",
    "code_l": "reason_l_present_late_before_registers_closed",
} | {f"code_{code}": count for code, (count, _) in REASONS.items()}  # fmt: skip
CENSUS = {"possible": "sess_possible", "authorised": "sess_authorised", "unauthorised": "sess_unauthorised"}


def values(name: str, frame: pl.DataFrame) -> pl.Series:
    """The KPI's own expression over each row of published counts."""
    measure = catalogue()[name].measure
    parts = frame.with_row_index("_at").group_by("_at", maintain_order=True).agg(**measure.parts())
    return parts.select(measure.value().alias("value")).to_series()


def within_rounding(numerator: pl.Expr, denominator: pl.Expr, rate: pl.Expr, places: int) -> pl.Expr:
    """Whether a rate of counts that were each rounded to 5 can be the one that was published, row by row."""
    ends = ((2 * numerator - 5, 2 * denominator + 5), (2 * numerator + 5, 2 * denominator - 5))
    least, most = (_of_each_row(n, d) for n, d in ends)
    half = 0.5 * 10**-places + 1e-9
    return (least - half <= rate) & (rate <= most + half)


def _of_each_row(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    # A share's value is worked out from its totalled parts; here each row is a total of its own.
    return pl.struct(numerator.alias("numerator"), denominator.alias("denominator")).map_batches(
        lambda parts: parts.struct.unnest().select(Ratio(pl.len(), pl.len()).value().alias("v")).to_series(),
        return_dtype=pl.Float64,
    )


def printed(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize("row", SESSIONS, ids=lambda row: row["name"])
def test_cited_rows_come_out_of_our_own_expressions(row: Mapping[str, Any]) -> None:
    frame = pl.DataFrame([row["counts"]])
    for name, rate in row["rates"].items():
        value = values(name, frame)[0]
        if "places" in row:
            assert printed(value, row["places"]) == printed(rate, row["places"]), name
        else:
            assert math.isclose(value, rate, rel_tol=1e-12), name


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share["name"])
def test_cited_shares_of_rounded_counts_lie_within_their_rounding(share: Mapping[str, Any]) -> None:
    assert can_be(*share["counts"], share["rate"], share["places"])


def test_a_rate_that_the_counts_cannot_give_is_told_apart() -> None:
    assert can_be(26850, 94295, 28.5, 1)  # 28.474%, between 28.471% and 28.478%
    assert not can_be(26850, 94295, 28.6, 1)


def can_be(numerator: int, denominator: int, rate: float, places: int) -> bool:
    frame = pl.DataFrame({"n": [numerator], "d": [denominator], "rate": [rate]})
    return bool(frame.select(within_rounding(pl.col("n"), pl.col("d"), pl.col("rate"), places)).item())


def statistics(name: str) -> pl.DataFrame:
    path = STATISTICS / name
    if not path.exists():
        pytest.skip("the shared corpus is not here")
    return pl.read_csv(path, infer_schema=False)


def counted(frame: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    """Rows of which every count was published, under our own names; a few are c, x or a full stop."""
    ours = frame.with_columns(pl.col(theirs).cast(pl.Int64, strict=False).alias(name) for name, theirs in columns.items())
    return ours.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in columns))


def test_attendance_by_authority_comes_out_of_our_own_expressions() -> None:
    frame = counted(statistics("attendance_ytd_202526_la.csv"), DAILY)
    assert frame.height > 600
    rates = {
        "attendance_rate": "attendance_perc",
        "absence_rate": "overall_absence_perc",
        "authorised_absence_rate": "authorised_absence_perc",
        "unauthorised_absence_rate": "unauthorised_absence_perc",
    } | {f"absence_code_{code}_rate": rate for code, (_, rate) in REASONS.items()}
    for name, published in rates.items():
        apart = (values(name, frame) - frame[published].cast(pl.Float64)).abs().max()
        assert apart < 1e-11, name
    late = values("late_rate", frame) * frame["possible"] / 100
    assert (late - frame["late_sessions"].cast(pl.Int64)).abs().max() < 1e-3


def test_absence_by_characteristic_comes_out_of_our_own_expressions() -> None:
    frame = counted(statistics("absence_nat_characteristics_201617.csv"), CENSUS)
    assert frame.height > 1_000
    for name, published in (
        ("absence_rate", "sess_overall_percent"), ("authorised_absence_rate", "sess_authorised_percent"),
        ("unauthorised_absence_rate", "sess_unauthorised_percent"),
    ):  # fmt: skip
        assert (values(name, frame) - frame[published].cast(pl.Float64)).abs().max() <= 0.05 + 1e-9, name


@pytest.mark.parametrize(
    ("file", "numerator", "denominator", "rate", "places"),
    [
        ("absence_nat_characteristics_201617.csv", "enrolments_PA_10_exact", "enrolments", "enrolments_pa_10_exact_percent", 1),
        ("exclusion_la_200607_201617.csv", "fixed_excl", "headcount", "fixed_excl_rate", 2),
        ("exclusion_la_200607_201617.csv", "perm_excl", "headcount", "perm_excl_rate", 2),
        ("exclusion_la_200607_201617.csv", "one_plus_fixed", "headcount", "one_or_more_fixed_excl_rate", 2),
    ],
)
def test_every_published_share_lies_within_its_rounding(
    file: str, numerator: str, denominator: str, rate: str, places: int
) -> None:
    frame = counted(statistics(file), {"n": numerator, "d": denominator})
    frame = frame.with_columns(pl.col(rate).cast(pl.Float64, strict=False)).filter(pl.col(rate).is_not_null() & (pl.col("d") > 5))
    assert frame.height > 1_000
    assert frame.select(within_rounding(pl.col("n"), pl.col("d"), pl.col(rate), places).all()).item()

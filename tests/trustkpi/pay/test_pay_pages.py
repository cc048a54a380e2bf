"""The pay pages, the statement and the service's file say what was measured, and agree with each other."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.trustkpi.pay import oracle
from tests.trustkpi.pay.demo_results import KPIS, NOW, TRUST, context, demo, measured, posts, rated, shown
from trustkpi.excel.page import write_pack
from trustkpi.pack.pay import pay_page
from trustkpi.pack.pay_figures import deadline, employees, figures, snapshot
from trustkpi.pack.pay_groups import group_pay_page
from trustkpi.pack.results import Results
from trustkpi.pack.statement import Issue, left_out, statement
from trustkpi.packs import Focus
from trustkpi.pages import Charts, Figure, Grid, Page, Prose
from trustkpi.pay.service import COLUMNS, Figures, as_csv, employer_size, faults, queries, typed
from trustkpi.pay.trusts import spreads
from trustkpi.pay_kpis import against_trusts

SNAPSHOT = date(2025, 3, 31)
FOCUS = Focus("T7.6", "Gender pay gap")


@pytest.fixture(scope="module")
def results() -> Results:
    return shown(demo())


@pytest.fixture(scope="module")
def page(results: Results) -> Page:
    return pay_page("Gender pay gap", FOCUS, list(KPIS.values()), results, context())


def words(page: Page) -> str:
    return " ".join([page.about, *(line for block in page.blocks if isinstance(block, Prose) for line in block.lines)])


def grid(page: Page, name: str) -> Grid:
    return next(block for block in page.blocks if isinstance(block, Grid) and block.name == name)


def text(cell: Any) -> str:
    return cell.text if isinstance(cell, Figure) else str(cell)


def test_the_service_s_figures_are_those_of_plain_fractions_over_the_same_posts(results: Results) -> None:
    rows = posts().filter(pl.col("period") == SNAPSHOT.isoformat()).to_dicts()
    owed = oracle.measures(rows, SNAPSHOT)
    got = figures(results)
    assert got.mean_hourly == typed(float(owed["mean"]))
    assert got.median_hourly == typed(float(owed["median"]))
    assert (got.mean_bonus, got.median_bonus) == (typed(float(owed["mean_bonus"])), typed(float(owed["median_bonus"])))
    assert (got.men_bonus, got.women_bonus) == (typed(float(owed["paid"]["M"])), typed(float(owed["paid"]["F"])))
    women = [100 * (size - men) / size for men, size in zip(owed["men"], owed["sizes"], strict=True)]
    assert list(got.women) == [typed(share) for share in women]
    assert employees(results) == owed["relevant"]


def test_the_page_counts_the_days_to_the_deadline_from_the_as_at_date(page: Page) -> None:
    assert "is to be published by 30 March 2026: 3 days from the as-at date, 27 March 2026." in words(page)
    assert deadline(SNAPSHOT) == date(2026, 3, 30)
    assert snapshot(context()) == SNAPSHOT


def test_the_page_says_what_a_woman_in_the_middle_earns_for_a_pound(page: Page, results: Results) -> None:
    gap = figures(results).median_hourly
    assert gap is not None
    pence = round(100 - gap)  # half to even, as the service rounds
    assert f"a woman in the middle earns {pence}p." in words(page)


def test_a_trust_of_250_must_report_and_one_of_249_does_so_of_its_own_accord() -> None:
    rows = posts()
    for size, told in ((250, "the law asks for this report"), (249, "the law does not ask for this report, which is voluntary")):
        some = rows.join(
            rows.filter(pl.col("period") == "2025-03-31").select("person").unique().sort("person").head(size), on="person"
        )
        small = shown(measured(some.filter(pl.col("period") == "2025-03-31")))
        assert employees(small) == size
        assert told in words(pay_page("P", FOCUS, list(KPIS.values()), small, context()))


def test_a_quarter_s_two_shares_add_up_and_are_charted(page: Page) -> None:
    for row in grid(page, "quarters").rows:
        women, men = (Decimal(text(cell).rstrip("%")) for cell in row[1:3])  # type: ignore[index]
        assert women + men == 100
    charts = next(block for block in page.blocks if isinstance(block, Charts)).charts
    assert [bar.label for bar in charts[0].bars] == [text(row[1]) for row in grid(page, "quarters").rows]  # type: ignore[index]


def test_this_year_stands_against_last_as_printed(page: Page) -> None:
    for row in grid(page, "measures").rows:
        now, then, change = (Decimal(text(cell).rstrip("%").replace("+", "")) for cell in row[1:4])  # type: ignore[index]
        assert change == now - then


def test_only_the_whole_stands_against_other_trusts(page: Page, results: Results) -> None:
    assert len(grid(page, "measures").columns) > len(grid(page, "staff").columns)
    assert not [c.heading for c in grid(page, "staff").columns if "trust" in c.heading.casefold()]
    parts = [
        row for key, row in results.rows.items() if key.kpi == "gpg_median_hourly" and (key.breakdown or key.grain == "academy")
    ]
    assert {row["rag"] for row in parts} == {"Grey"}
    assert results.row(results.trust("gpg_median_hourly"))["rag"] in {"Green", "Amber", "Red"}


def test_the_limits_are_the_middle_and_the_upper_quarter_of_the_newest_year_held() -> None:
    for name, metric in (("gpg_mean_hourly", "DiffMeanHourlyPercent"), ("gpg_median_hourly", "DiffMedianHourlyPercent")):
        at = spreads()[metric].at
        assert KPIS[name].bands == against_trusts(at["p50"], at["p75"])
    assert spreads()["DiffMedianHourlyPercent"].stands(30.9) == "below the middle trust"
    assert spreads()["DiffMedianHourlyPercent"].stands(31.0) == "above the middle trust"
    assert spreads()["DiffMedianHourlyPercent"].stands(60.0) == "in the highest tenth of trusts"


def test_every_way_to_spread_hours_is_shown_and_the_trust_s_choice_is_told(page: Page, results: Results) -> None:
    rows = grid(page, "hours").rows
    assert [text(row[0]) for row in rows] == ["weeks paid (the trust chose this)", "weeks worked", "contract hours"]  # type: ignore[index]
    assert text(rows[0][2]) == results.figure(results.trust("gpg_median_hourly")).text  # type: ignore[index]
    other = replace(TRUST, options={"term-time hours": "3"})
    told = words(pay_page("P", FOCUS, list(KPIS.values()), results, replace(context(), trust=other)))
    assert "are not spread over the year." in told


def test_the_page_of_groups_says_who_did_not_say_and_withholds_the_small() -> None:
    page = group_pay_page("Groups", Focus("P3.3", "Groups"), list(KPIS.values()), shown(demo()), context())
    all_, *groups = grid(page, "ethnicity of all").rows
    assert text(all_[1]) == str(employees(shown(demo())))  # type: ignore[index]
    assert "Not disclosed" in [row[0] for row in groups]  # type: ignore[index]
    assert [row for row in grid(page, "ethnicity gaps").rows if text(row[1]) == "[c]"]  # type: ignore[index]


def test_without_a_return_both_pages_say_so() -> None:
    nothing = replace(context(), standing={})
    for made in (pay_page, group_pay_page):
        told = made("P", FOCUS, list(KPIS.values()), shown(demo()), nothing)
        assert (told.about, told.blocks) == ("No pay return stands for this period, so there is nothing to report.", ())


def test_the_file_for_the_service_has_its_columns_and_passes_its_rules(results: Results) -> None:
    row = next(csv.DictReader(io.StringIO(as_csv(figures(results), employer="=A trust, of schools", employees=284))))
    assert tuple(row) == COLUMNS
    assert list(faults(figures(results))) == []
    assert (row["EmployerName"], row["EmployerSize"]) == ("'=A trust, of schools", "250 to 499")
    for quarter in ("Lower", "LowerMiddle", "UpperMiddle", "Top"):
        assert Decimal(row[f"Male{quarter}Quartile"]) + Decimal(row[f"Female{quarter}Quartile"]) == 100
    assert row["DiffMedianHourlyPercent"] == results.figure(results.trust("gpg_median_hourly")).text.rstrip("%")


def test_sizes_are_written_as_the_service_writes_them() -> None:
    sizes = {0: "Less than 250", 249: "Less than 250", 250: "250 to 499", 999: "500 to 999", 4999: "1000 to 4999",
        5000: "5000 to 19,999", 20000: "20,000 or more"}  # fmt: skip
    assert {n: employer_size(n) for n in sizes} == sizes


def test_bonus_gaps_are_blank_where_no_man_was_paid_one() -> None:
    rows = posts().filter(pl.col("period") == "2025-03-31")
    none = rows.with_columns(bonus_year=pl.when(pl.col("sex") == "F").then("bonus_year").otherwise(0))
    got = figures(shown(measured(none)))
    assert (got.men_bonus, got.mean_bonus, got.median_bonus) == (Decimal("0.0"), None, None)
    assert list(faults(got)) == []
    row = next(csv.DictReader(io.StringIO(as_csv(got, employer="T", employees=284))))
    assert (row["MaleBonusPercent"], row["DiffMeanBonusPercent"], row["DiffMedianBonusPercent"]) == ("0.0", "", "")


RIGHT = Figures(
    *(Decimal("10.0"),) * 4, Decimal("5.0"), Decimal("6.0"),
    tuple(map(Decimal, ("10.0", "15.0", "25.0", "35.0"))), tuple(map(Decimal, ("90.0", "85.0", "75.0", "65.0"))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "fault", "query"),
    [
        ({}, "", ""),
        ({"men_bonus": Decimal("47.4"), "women_bonus": Decimal("52.6")}, "", "add up to exactly 100"),
        ({"women": RIGHT.women[::-1], "men": RIGHT.men[::-1]}, "", "given in reverse"),
        ({"women": (Decimal("90.1"), *RIGHT.women[1:])}, "do not add up to 100", ""),
        ({"median_hourly": None}, "median hourly difference is blank", ""),
        ({"mean_bonus": None}, "since men received a bonus", ""),
        ({"men_bonus": Decimal(0)}, "0% of men received a bonus", ""),
        ({"women_bonus": Decimal(0)}, "", "the bonus difference should be 100"),
        ({"women_bonus": Decimal("100.1")}, "not between 0 and 100", ""),
    ],
)  # fmt: skip
def test_what_the_service_refuses_and_what_should_be_asked(changed: dict[str, Any], fault: str, query: str) -> None:
    of = replace(RIGHT, **changed)
    for found, owed in ((" ".join(faults(of)), fault), (" ".join(queries(of)), query)):
        assert owed in found
        assert bool(found) == bool(owed)


def test_the_statement_shows_what_may_be_published_and_nothing_else(results: Results) -> None:
    published = Results.of(rated(demo(), small_group=49, pay_group=50), KPIS)
    pack = statement(SNAPSHOT, results, published, context(), Issue(1, final=True))
    book = io.BytesIO()
    write_pack(pack, book)
    sheets = openpyxl.load_workbook(book, data_only=True)
    assert sheets.sheetnames == ["Gender pay gap", "Ethnicity and disability", "Data"]
    told = [str(c) for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row if c is not None]
    assert f"{figures(results).median_hourly}%" in told
    assert "[c]" in told
    assert not [words for words in told if "Ambleside" in words or "Rating" in words]
    del sheets["Data"]  # percentages alone
    read = [str(c) for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row if c is not None]
    counts = [int(c) for c in read if c.isdecimal()]
    assert counts
    assert min(counts) >= 50


def test_a_table_of_which_nothing_may_be_published_is_left_out_of_the_statement_and_named() -> None:
    withheld = Figure(None, mark="[c]")
    assert left_out(
        [Grid("All gone", (), (("All", withheld),)), Grid("Told", (), (("All", withheld), ("One", Figure(57.0))))]
    ) == ["All gone"]


def test_a_statement_with_no_group_large_enough_is_of_gender_alone(results: Results) -> None:
    published = Results.of(rated(demo(), small_group=499, pay_group=500), KPIS)
    pack = statement(SNAPSHOT, results, published, context(), Issue(1, final=False))
    assert [page.tab for page in pack.pages] == ["Gender pay gap", "Data"]
    assert pack.state == "Draft, issue 1"


def test_the_snapshot_named_is_the_one_that_stands() -> None:
    assert snapshot(replace(context(), standing={"workforce": {"2026-03-31": NOW}})) == date(2026, 3, 31)

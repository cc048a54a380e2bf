"""A return that nobody has shaped gets demo rows from its declaration alone, and they keep its own rules."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import polars as pl
import pytest

from trustkpi.demo.academies import ACADEMIES
from trustkpi.demo.asked import Asked
from trustkpi.demo.dice import dice, draw
from trustkpi.demo.rows import believable
from trustkpi.demo.upn import synthetic_upn
from validation.findings import Finding, Layout, check
from validation.model import CODE, DATE, DECIMAL, POUNDS, TEXT, YES_NO, DeclarationError, Frequency, Return, Sheet, cell
from validation.periods import period
from validation.returns.attendance import ATTENDANCE, Pupils
from validation.rules import Rule, adds_up_to, given_when, never_more_than, not_before

RULES = (
    not_before("ended", "began", says="is before it began", do="Mend it."),
    adds_up_to("total", ("grant", "gift"), says="does not add up", do="Mend it."),
    never_more_than("gift", "grant", says="is more than the grant", do="Mend it."),
    given_when("reason", pl.col("kind") == "X", reads=("kind",), says="is blank", do="Type it."),
)


class Projects(Sheet, title="Projects", one_row="one project", intro="All.", key=("project",), room=30, rules=RULES):
    """Projects."""

    project: str = cell("Project", unit=CODE, help="Its number.", example="P2041", matches=r"^P[0-9]{4}$")
    kind: str = cell("Kind", unit=CODE, help="Which.", example="Y", one_of={"X": "Extra", "Y": "Yearly"})
    began: date = cell("Began", unit=DATE, help="Day.", example=date(2025, 1, 10), at_least=date(2024, 9, 1))
    ended: date = cell("Ended", unit=DATE, help="Day.", example=date(2025, 1, 10), required=False)
    grant: int = cell("Grant", unit=POUNDS, help="Pounds.", example=12.5, at_least=0)
    gift: int = cell("Gift", unit=POUNDS, help="Pounds.", example=12.5, at_most=15, required=False, blank_means=0)
    total: int = cell("Total", unit=POUNDS, help="Pounds.", example=25)
    share: float = cell("Share", unit=DECIMAL, help="Part.", example=0.5, at_least=0, at_most=1)
    reason: str = cell("Reason", unit=TEXT, help="Why.", example="Agreed by governors", required=False)
    open_to_all: bool = cell("Open", unit=YES_NO, help="Or not.", example=True)
    new: int = cell("New", unit=POUNDS, help="Later.", example=1, required=False, blank_means=0, since=date(2026, 9, 1))


class Payments(Sheet, title="Payments", one_row="one payment", intro="All.", room=60):
    """Payments."""

    project: str = cell("Project", unit=CODE, help="Its number.", example="P2041", matches=r"^P[0-9]{4}$")
    paid: int = cell("Paid", unit=POUNDS, help="Pounds.", example=3)


PROJECTS = Return("projects", "Projects", "Business manager", (Frequency.YEARLY,), (Projects, Payments), "To see.")


def asked(declared: Return) -> Asked:
    return Asked(ACADEMIES[0].facts, declared, period("2024-25-summer"), date(2025, 7, 21), date(2025, 9, 12))


def findings(sheet: type[Sheet], frame: pl.DataFrame) -> list[Finding]:
    provenance = {
        "_file": pl.lit(0, pl.Int64), "_row": pl.int_range(pl.len(), dtype=pl.Int64),
        "_opens": pl.lit(date(2024, 9, 1)), "_closes": pl.lit(date(2025, 7, 21)),
    }  # fmt: skip
    return check(sheet, frame.with_columns(**provenance), {0: Layout("", 0, {name: name for name in sheet.cells()})})[0]


@pytest.mark.parametrize(("declared", "sheet"), [(PROJECTS, Projects), (PROJECTS, Payments), (ATTENDANCE, Pupils)])
def test_the_rows_keep_every_rule_and_limit_of_their_sheet(declared: Return, sheet: type[Sheet]) -> None:
    frame = believable(asked(declared))[sheet.facts().title]
    assert dict(frame.schema) == sheet.dtypes()
    assert 10 <= frame.height <= sheet.facts().room
    assert findings(sheet, frame) == []


def test_rows_are_told_apart_and_refer_to_each_other_across_sheets() -> None:
    tables = believable(asked(PROJECTS))
    assert tables["Projects"]["project"].to_list()[:2] == ["P0001", "P0002"]
    assert set(tables["Payments"]["project"]) & set(tables["Projects"]["project"])


def test_values_vary_about_the_example_and_stay_blank_where_a_column_is_not_in_use() -> None:
    frame = believable(asked(PROJECTS))["Projects"]
    assert frame["grant"].is_between(625, 1875).all()  # half to one and a half times £12.50, in pence
    assert frame["grant"].n_unique() > 10
    assert set(frame["kind"]) == {"X", "Y"}
    assert frame["new"].to_list() == [0] * frame.height


def test_rules_that_no_row_can_keep_are_the_declarers_fault() -> None:
    never = Rule("never", ("size",), "size", pl.col("size") < 0, says="is never right", do="Nothing helps.")

    class Impossible(Sheet, title="Impossible", one_row="none", intro="None.", rules=(never,)):
        size: int = cell("Size", unit=POUNDS, help="None.", example=1, at_least=0)

    with pytest.raises(DeclarationError, match="Impossible: no row can be made up that keeps its own rules"):
        believable(asked(Return("impossible", "I", "d", (Frequency.YEARLY,), (Impossible,), "p")))


def test_the_check_letter_is_the_weighted_sum_modulo_23() -> None:
    # 000200000001: 2x5 + 1x13 = 23, 0 -> A;  ...002: 10 + 26 = 36, 13 -> P;  ...003: 10 + 39 = 49, 3 -> D
    assert [synthetic_upn(2000, 2000, n) for n in (1, 2, 3)] == ["A000200000001", "P000200000002", "D000200000003"]


def test_chance_falls_as_the_weights_say() -> None:
    rng = dice("weights")
    drawn = [draw(rng, {"often": 9, "seldom": 1, "never": 0}) for _ in range(1000)]
    assert 850 <= drawn.count("often") <= 950
    assert drawn.count("never") == 0


def test_another_process_with_another_hash_seed_makes_the_same_rows() -> None:
    script = (
        "from datetime import date; from trustkpi.demo.rows import believable; from trustkpi.demo.asked import Asked;"
        "from trustkpi.demo.academies import ACADEMIES; from validation.periods import period;"
        "from validation.returns.attendance import ATTENDANCE;"
        "from trustkpi.demo.make import demo_tables;"
        "a = Asked(ACADEMIES[3].facts, ATTENDANCE, period('2024-25-summer'), date(2025, 7, 21), date(2025, 9, 12));"
        "print(believable(a)['Pupils'].write_csv()); print(demo_tables(a)['Pupils'].write_csv())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert len(runs[0]) > 1000
    assert runs[0] == runs[1]

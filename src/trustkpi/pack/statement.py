"""The employer's statement: what a trust publishes of its pay gap, on a page or two, without what is for a committee alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from trustkpi.pack.pay import METHOD, choices, for_each_pound
from trustkpi.pack.pay_figures import DUTY, employees, figures
from trustkpi.pack.pay_groups import DISABILITY, ETHNICITY, composition, gaps, on_record
from trustkpi.pack.results import PackContext, Results
from trustkpi.pages import NOT_APPLICABLE, SHORTHAND, Block, Cell, Column, Data, Figure, Grid, Pack, Page, Prose, day
from trustkpi.pay.limits import TO_PUBLISH
from trustkpi.pay.quarters import QUARTERS
from trustkpi.pay.service import Figures, employer_size
from validation.findings import shown

_NAMED, _BLANK = 66, "not applicable: no man was paid a bonus"
TITLE = "Pay gap statement"


@dataclass(frozen=True)
class Issue:
    """Which issue a statement belongs to, and whether it is final."""

    number: int
    final: bool


def statement(of: date, results: Results, published: Results, context: PackContext, issue: Issue) -> Pack:
    """The statement's pages; `published` are the results with every group withheld that is too small to publish."""
    pages = [_gender(of, results, context), *_groups(of, published, context), _table(of, figures(results))]
    return Pack(
        TITLE, context.trust.name, day(of), context.as_at, tuple(pages), context.is_synthetic, ("pay gap",), issue=issue.number,
        final=issue.final,
    )  # fmt: skip


def _gender(of: date, results: Results, context: PackContext) -> Page:
    typed, people = figures(results), employees(results)
    duty = (
        "as the law asks of employers of 250 or more people"
        if people >= DUTY
        else "of its own accord: the law does not ask for it"
    )
    about = f"{context.trust.name} had {people:,} employees on {day(of)} ({employer_size(people)}) and reports {duty}."
    pound = for_each_pound(results)
    words = (f"For every pound that a man in the middle of the pay range earned an hour, a woman in the middle earned {pound}.",)
    blocks: tuple[Block, ...] = (
        *([Prose(words, strong=True)] if pound else []), _measures(typed), _quarters(typed),
        Prose(METHOD + choices(context), "How it is worked out"),
        Prose(tuple(f"{mark} {says}" for mark, says in SHORTHAND.items() if mark.startswith("["))),
    )  # fmt: skip
    return Page("Gender pay gap", f"Gender pay gap on {day(of)}", about, blocks, one_page=True)


def _six(typed: Figures) -> dict[str, Decimal | None]:
    return {
        "Mean gap in hourly pay": typed.mean_hourly, "Median gap in hourly pay": typed.median_hourly,
        "Mean gap in bonus pay": typed.mean_bonus, "Median gap in bonus pay": typed.median_bonus,
        "Men who were paid a bonus": typed.men_bonus, "Women who were paid a bonus": typed.women_bonus,
    }  # fmt: skip


def _measures(typed: Figures) -> Grid:
    rows = tuple((name, _told(value)) for name, value in _six(typed).items())
    notes = ("A gap is what women were paid less than men, as a percentage of what men were paid; a negative one is more.",)
    return Grid("The gaps", (Column("Measure", _NAMED, left=True), Column("Figure", 24)), rows, notes, name="gaps")


def _table(of: date, typed: Figures) -> Page:
    """The figures once more as a plain table, for whoever works on with them."""
    told = {
        **_six(typed),
        **{f"Men: {q}": men for q, men in zip(QUARTERS, typed.men, strict=True)},
        **{f"Women: {q}": women for q, women in zip(QUARTERS, typed.women, strict=True)},
    }  # fmt: skip
    rows = tuple((name, Figure(float(value), 1) if value is not None else NOT_APPLICABLE) for name, value in told.items())
    columns = (Column("Figure", _NAMED, left=True), Column("Per cent", 14))
    return Page(
        "Data", f"Pay gap on {day(of)}: the figures as a table", "One row a figure.", (Data("PayGapFigures", columns, rows),)
    )


def _quarters(typed: Figures) -> Grid:
    rows = tuple((q, _told(men), _told(women)) for q, men, women in zip(QUARTERS, typed.men, typed.women, strict=True))
    columns = (Column("Hourly pay quarter", _NAMED, left=True), Column("Men", 24), Column("Women", 24))
    return Grid("Men and women in each quarter of the pay range", columns, rows, name="quarters")


def _told(value: Decimal | None) -> Cell:
    return f"{value}%" if value is not None else _BLANK


def left_out(grids: Sequence[Grid]) -> list[str]:
    """The titles of those tables of which no figure may be shown: a page of [c] tells nobody anything."""
    return [grid.title for grid in grids if not _tells(grid)]


def _tells(grid: Grid) -> bool:
    cells = (cell for row in grid.rows if isinstance(row, tuple) for cell in row)
    return any(isinstance(cell, Figure) and cell.value is not None and not cell.mark for cell in cells)


def _groups(of: date, published: Results, context: PackContext) -> Iterator[Page]:
    """A page by ethnicity and disability, where a gap of either may be published."""
    told = [a for a in (ETHNICITY, DISABILITY) if published.has(published.trust(f"{a.short}_mean"))]
    if not told:
        return
    now, then = shown(of), shown(of - relativedelta(years=1))
    fewest = context.trust.numbers[TO_PUBLISH]
    grids = [on_record(published, now, then)]
    for asked in told:
        grids += [gaps(asked, published, now, then), composition(asked, published)]
    blank = left_out(grids)
    words = [f"Groups of fewer than {fewest} people are withheld, shown as [c], and others so that they stay so."]
    words += [f"Left out, since no figure of it may be published: {' '.join(blank)}"] if blank else []
    blocks: list[Block] = [*(grid for grid in grids if grid.title not in blank), Prose(tuple(words))]
    about = "Published of the trust's own accord, by the method of the gender pay gap."
    yield Page("Ethnicity and disability", f"Pay by ethnicity and disability on {day(of)}", about, tuple(blocks))

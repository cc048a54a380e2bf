"""The cover, with what the committee is asked and where everything stands, and the note on what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustkpi.pack.counted_to import counted_to
from trustkpi.pack.lists import is_list_page
from trustkpi.pack.results import PackContext
from trustkpi.pack.sentences import listed
from trustkpi.packs import CommitteePack
from trustkpi.pages import SHORTHAND, SYNTHETIC, Block, Cell, Column, Data, Facts, Grid, Link, Page, day

COVER, SUPPRESSION = "Cover", "Suppression note"


def cover_page(committee: CommitteePack, pages: Sequence[Page], context: PackContext) -> Page:
    """Whose pack it is, of when, what is asked, and a link to each of its pages."""
    trust = context.trust
    said = trust.committee(committee.name)
    meets = trust.meets(committee.name, context.period.name)
    lines: list[tuple[str, Cell]] = [("Committee", committee.name)]
    if said:
        lines += [("Purpose", said.purpose), ("Chair", said.chair), ("Executive lead", said.lead)]
    lines += [
        ("Meeting", day(meets) if meets else "Not yet set"),
        ("Period", context.period.title),
        ("As at", f"{day(context.as_at)}: nothing that came after this day is counted"),
        ("The returns count to", f"{counted_to(context)}; days late and days left are told as of then"),
        ("The committee is asked to", (said.asked if said else "") or committee.asked),
        ("Who to ask", trust.contact or "The trust's office"),
    ]
    if context.is_synthetic:
        lines.append(("Please note", SYNTHETIC))
    contents = Grid(
        "Contents",
        (Column("Page", 32, left=True), Column("What it holds", 110, left=True)),
        tuple(_contents(pages, context)),
        name="contents",
    )
    blocks: tuple[Block, ...] = (Facts(tuple(lines)), contents)
    return Page(
        COVER, f"{committee.name}: {context.period.title}", f"{trust.name}: report to the committee", blocks, one_page=True
    )


def _contents(pages: Sequence[Page], context: PackContext) -> Iterator[tuple[Cell, ...]]:
    """A line a page; the academies' pages and the data tables share one each, on their first; lists stand on a page of theirs."""
    schools = [page for page in pages if page.tab in {a.name for a in context.academies}]
    lists = [page for page in pages if is_list_page(page, context.registers.values())]
    tables = [page for page in pages if any(isinstance(block, Data) for block in page.blocks)]
    shared = {
        **{page.tab: f"A page each: {listed([s.tab for s in schools])}." for page in schools[:1]},
        **{page.tab: f"The first of {len(tables)} plain tables with every figure behind the pages." for page in tables[:1]},
    }
    for page in pages:
        if page.tab in shared or page not in (*schools, *lists, *tables):
            yield (Link(page.tab, page.tab), shared.get(page.tab, page.about))


def suppression_page(context: PackContext) -> Page:
    """What is withheld and why, and what the shorthand means."""
    rows = tuple((shorthand, means) for shorthand, means in SHORTHAND.items())
    grid = Grid(
        "What does the shorthand mean?",
        (Column("Shorthand", 32, left=True), Column("Meaning", 110, left=True)),
        rows,
        name="shorthand",
    )
    return Page(
        SUPPRESSION,
        "What is withheld, and why",
        "Small numbers are withheld so that nobody can be recognised.",
        (Facts(_withheld_and_why(context.trust.small_group)), grid),
    )


def _withheld_and_why(few: int) -> tuple[tuple[str, Cell], ...]:
    return (
        (
            "What is withheld",
            (
                "A figure is withheld, and shown as [c], where the people it counts, those in its numerator, or those behind "
                f"what is left of its denominator number {few} or fewer, nought excepted."
            ),
        ),
        (
            "What is counted",
            (
                "People, not sessions or pounds. Where a numerator counts people, all others stand behind what is left. Where it "
                "adds up sessions, those who have any left do: how many were never absent is not published, and no sum tells it."
            ),
        ),
        (
            "So that sums tell nothing",
            (
                "Where a withheld figure could be worked out from others (a total less its other parts), further figures are "
                "withheld, mostly a second group at two academies, until all that is published leaves at least 5 between the "
                "least and the most that each withheld number of people can be."
            ),
        ),
        ("Totals", "A total with a withheld part is a value and not a formula, and the data tables say so."),
        (
            "The limit",
            f"{few} people, as the trust's settings say. No single national limit exists; the product's default is 5.",
        ),
    )

"""The headlines: three to five sentences that the figures themselves give, by rule, and room for the executive's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from trustkpi.comments import Field
from trustkpi.kpi import Comparator, Polarity
from trustkpi.pack.commentary import COMMENTARY, TYPE_HERE
from trustkpi.pack.concerns import cleared, missing, places
from trustkpi.pack.quality import QUALITY
from trustkpi.pack.results import Key
from trustkpi.pack.scorecard import a_year_before, in_short
from trustkpi.pack.sentences import listed, moved, within
from trustkpi.pack.told import EXCEPTIONS, Told
from trustkpi.packs import CommitteePack
from trustkpi.pages import DASH, Cell, Column, Grid, Link, Page, Rag
from validation.returns import title_of

HEADLINES = "Headlines"
_FEWEST, _MOST, _NAMED = 3, 5, 3
_CHOSEN = (
    "The sentences are chosen by rule from the figures: the largest move in a year, the worst against national, what is newly "
    "red, what was red and is no longer, and what is missing."
)
_COLUMNS = (
    Column("What stands out", 66, left=True), Column("Figure", 11), Column("Where to look", 31, left=True),
    Column("The executive's commentary", 55, left=True),
)  # fmt: skip


@dataclass(frozen=True)
class Headline:
    """A sentence with its figure, the page that says more, and what a comment on it is about: a KPI, an academy or neither."""

    says: str
    figure: Cell
    page: str
    kpi: str
    academy: str = ""


def headlines_page(committee: CommitteePack, told: Told) -> Page:
    """The sentences with their figures and links, each with a cell for the executive, and one for the period as a whole."""
    entry = told.context.comments.entry
    rows: list[tuple[Cell, ...]] = [
        (h.says, h.figure, Link(h.page, h.page), entry(h.kpi, h.academy, Field.COMMENTARY)) for h in headlines(told)
    ]
    rows.append(("The period as a whole", DASH, Link(COMMENTARY, COMMENTARY), entry(committee.name, "", Field.COMMENTARY)))
    grid = Grid("", _COLUMNS, tuple(rows), (_CHOSEN, TYPE_HERE), name="headlines")
    about = in_short(told.headed, told.results, told.context)
    return Page(HEADLINES, f"{committee.name}: headlines", about, (grid,), one_page=True)


def headlines(told: Told) -> list[Headline]:
    """Three to five: one of each kind that there is; where they are fewer, the best against national and what is amber too."""
    rules: tuple[Callable[[Told], Headline | None], ...] = (_largest_move, _worst, _new_red, _cleared_red, _missing)
    found = [h for rule in rules if (h := rule(told))]
    spare = [h for rule in (_best, _still_red) if (h := rule(told))]
    return [*found, *spare[: max(_FEWEST - len(found), 0)]][:_MOST]


def _largest_move(told: Told) -> Headline | None:
    moves: list[tuple[float, Key]] = []
    for kpi in told.headed:
        key = told.results.trust(kpi.name)
        row = told.results.row(key)
        if kpi.polarity is not Polarity.NEITHER and told.results.has(key) and row.get("last_year"):
            moves.append((abs(row["value"] - row["last_year"]) / abs(row["last_year"]), key))
    size, key = max(moves, default=(0.0, Key("", "", "", "")))
    if not size:
        return None
    kpi, row = told.results.kpis[key.kpi], told.results.row(key)
    told_so = moved(row["value"], row["last_year"], kpi, a_year_before(told.context))
    return _headline(told, f"{kpi.title} moved most in a year: {told.results.figure(key).text} across the trust, {told_so}.", key)


def _against_national(told: Told) -> Iterator[tuple[float, Key]]:
    """How much worse than the national figure of the same period each rated figure is, as a share of it."""
    for kpi in told.kpis:
        for key in places(kpi, told.results, told.context):
            row = told.results.row(key)
            if told.results.has(key) and row.get("colours_by") == Comparator.NATIONAL and row["national"]:
                worse = -1 if kpi.polarity is Polarity.HIGHER_IS_BETTER else 1
                yield worse * (row["value"] - row["national"]) / abs(row["national"]), key


def _worst(told: Told) -> Headline | None:
    worse, key = max(_against_national(told), default=(0.0, Key("", "", "", "")))
    return _beside_national(told, key, "stands worst against national") if worse > 0 else None


def _best(told: Told) -> Headline | None:
    worse, key = min(_against_national(told), default=(0.0, Key("", "", "", "")))
    return _beside_national(told, key, "stands best against national") if worse < 0 else None


def _beside_national(told: Told, key: Key, how: str) -> Headline:
    kpi, row = told.results.kpis[key.kpi], told.results.row(key)
    national = f"the national {kpi.shown.text(row['national'])}"
    figure = told.results.figure(key).text
    return _headline(
        told, f"{kpi.title} {_where(key)} {how}: {figure}, {moved(row['value'], row['national'], kpi, national)}.", key
    )


def _headline(told: Told, says: str, key: Key, page: str = "") -> Headline:
    """A sentence about one figure."""
    academy = "" if key.grain == "trust" else key.place
    return Headline(says, told.results.figure(key), page or told.page(key), key.kpi, academy)


def _new_red(told: Told) -> Headline | None:
    new = _headed_first(told, [c.key for c in told.concerns if c.rag is Rag.RED and c.is_new])
    return _headline(told, f"Newly red: {_several(told, new)}.", new[0], EXCEPTIONS) if new else None


def _cleared_red(told: Told) -> Headline | None:
    over = _headed_first(told, cleared(told.kpis, told.results, told.context))
    return _headline(told, f"Red last time and no longer: {_several(told, over)}.", over[0]) if over else None


def _still_red(told: Told) -> Headline | None:
    found = told.concerns
    colour = "Red" if found and found[0].rag is Rag.RED else "Amber, and worse than before"
    alike = [c.key for c in found if c.rag is found[0].rag]
    return _headline(told, f"{colour}: {_several(told, alike)}.", alike[0], EXCEPTIONS) if found else None


def _headed_first(told: Told, keys: Sequence[Key]) -> list[Key]:
    """The scorecard's measures before others, and of both the whole trust before an academy."""
    headed = {k.name for k in told.headed}
    return sorted(keys, key=lambda key: (key.kpi not in headed, key.grain != "trust"))


def _several(told: Told, keys: Sequence[Key]) -> str:
    more = len(keys) - _NAMED
    return listed([*(_named(told, key) for key in keys[:_NAMED]), *([f"{more} more"] if more > 0 else [])])


def _named(told: Told, key: Key) -> str:
    return f"{within(told.results.kpis[key.kpi].title)} {_where(key)} ({told.results.figure(key).text})"


def _where(key: Key) -> str:
    return "across the trust" if key.grain == "trust" else f"at {key.place}"


def _missing(told: Told) -> Headline | None:
    gone = missing(told.context)
    if not gone:
        return None
    more = len(gone) - _NAMED
    names = [f"{m.academy}'s {within(title_of(m.return_name))} return, {m.state}" for m in gone[:_NAMED]]
    says = f"Not in these figures: {listed([*names, *([f'{more} more'] if more > 0 else [])])}."
    asked = told.context.status.height
    return Headline(says, f"{asked - len(gone)} of {asked}", QUALITY, gone[0].return_name, gone[0].academy)

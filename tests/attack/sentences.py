"""Sentences of finished pages: which numbers in one are not those of a shown figure of a measure and place that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from tests.attack.issued_tables import Tables, as_numbers
from tests.attack.readings import At, Known, whole
from trustkpi.kpi import Kpi
from trustkpi.shown import displayed

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Numbers that are of no figure: days, years, issues; how many measures, returns or lines are red, late or queried; what
# others have set or published.
_OF_NO_FIGURE = re.compile(
    rf"\d{{4}}-\d\d-\d\dT[\d:]+Z|\d+ (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{4}}"
    r"|\b20\d\d/\d\d\b|\b20\d\d-\d\d(?:-\w+)?\b|[Ii]ssue \d+"
    r"|\d+ figures? reads? differently|\d+ (?:is|are) here for the first time|Year \d+"
    r"|\d+ (?:more |headline )*(?:red|amber|green|grey|not rated|measures?|more)\b|\d+ of them (?:new|red)|most red: \d+"
    r"|\d+ of \d+ returns accepted|\d+ (?:sent back|quer(?:y|ies)|explained|errors?|returns? not accepted|days? left)\b"
    r"|(?:green|amber) at £?-?[\d,.]+|limit of green \(£?-?[\d,.]+|amber to £?[\d,.]+|national(?: figure)? \(?£?-?[\d,.]+"
    r"|target \(£?-?[\d,.]+|per 100\b|aged \d+(?: to \d+)?|key stage \d|counts only \d+ of \d+ academies|not published: .*"
    r"|\d+ days from the as-at date|\d+ or more|\(\d+ to \d+\)|\(\d+ of them\)"
)


@dataclass(frozen=True)
class Reader:
    """Holds words against the tables."""

    tables: Tables
    known: Known

    def strange(self, says: str, beside: str, tab: str, more: Sequence[float] = ()) -> list[str]:
        """The numbers in `says` that are of no shown figure; what is named stands in it or beside it, or the page is of it.

        A number may be of a figure, now or then; how far two of them are apart; or how far one is from another in the sentence.
        """
        left = says
        for kpi in (k for k in self._titles if as_numbers(says) and k.title.casefold() in left.casefold()):
            left = re.sub(re.escape(kpi.title), " ", left, flags=re.IGNORECASE)
        numbers = as_numbers(_OF_NO_FIGURE.sub(" ", left))
        if not numbers:
            return []
        context = f"{says} {beside}"
        named = [at for kpi in self._named(context) for at in self._places(kpi, context, tab)]
        told = [*more, *(n for at in named for n in self._told(at)), *(self._by_law() if tab == "Gender pay gap" else ())]
        given = [Decimal(n) for n in as_numbers(left) if n not in numbers]
        return [n for n in numbers if not self._is_of(Decimal(n), told, [*given, *(Decimal(m) for m in numbers if m != n)])]

    @cached_property
    def _titles(self) -> list[Kpi]:
        return sorted(self.known.kpis.values(), key=lambda k: -len(k.title))

    def _named(self, context: str) -> Iterator[Kpi]:
        left = context.casefold()
        for kpi in self._titles:
            if kpi.title.casefold() in left:
                left = left.replace(kpi.title.casefold(), " ")
                yield kpi

    def _places(self, kpi: Kpi, context: str, tab: str) -> Iterator[At]:
        for place in (*self.known.academies, "Trust"):
            if place in context or place == tab or (place == "Trust" and tab not in self.known.academies):
                yield whole(kpi, place, self.known)

    def _told(self, at: At) -> Iterator[float]:
        for name in (self.known.now, *self.known.periods.values()):
            yield from self.tables.numbers(replace(at, period=name))

    def _by_law(self) -> Iterator[float]:
        """What the pay page tells without a measure's name: the median gap, what it leaves of a pound, quarters, who counts."""
        for name in ("gpg_median_hourly", "women_in_quarter_pct", "relevant_employees"):
            for at in (at for at in self.tables.rows if (at.kpi, at.grain, at.period) == (name, "trust", self.known.now)):
                yield from (made for n in self.tables.numbers(at) for made in (n, 100 - n))

    @staticmethod
    def _is_of(number: Decimal, told: Iterable[float], others: Sequence[Decimal]) -> bool:
        places = -int(number.as_tuple().exponent)
        for n in told:
            for decimals in (places, 0, 1, 2):
                shown = displayed(n, decimals)
                if decimals == places and number in {shown, abs(shown)}:
                    return True
                if any(number == abs(shown - other) for other in others):
                    return True
        return False

"""The figures of one period that are withheld, over all KPIs and populations together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from trustkpi.suppression.counted import counted_alike
from trustkpi.suppression.links import Bundle, Family, bundles, families
from trustkpi.suppression.parts import as_table
from trustkpi.suppression.passing import BIG, WIDE, Flags, Numbers
from trustkpi.suppression.protect import Asked, Told, protected
from trustkpi.suppression.series import Axes, Series, costs
from trustkpi.suppression.to_date import Names, ToDate


@dataclass(frozen=True)
class Withheld:
    """The rows of one period's results that are withheld, and where rows for nobody are to stand withheld beside them.

    `links` are (KPI, population) pairs of which the second counts the first's numerator; `blank` are the tables, by KPI,
    population and breakdown, that have a row for every group.
    """

    rows: list[int]
    links: list[tuple[Names, Names]]
    blank: list[tuple[str, str, str]]


def withheld(series: Sequence[Series], axes: Axes, few: int, part_of: Mapping[str, str], to_date: ToDate) -> Withheld:
    """What is withheld of those series."""
    period = _Period(series, axes, few, to_date)
    period.settle(part_of)
    rows = [int(row) for s in series for row in s.rows[period.told[id(s)].hidden & s.seen]]
    linked = [(f.source, s) for f in period.families if f.source is not None for s in f.members]
    links = [((of.kpi, of.population), (one.kpi, one.population)) for of, one in linked]
    return Withheld(rows, links, [(s.kpi, s.population, table) for s, table in period.blank])


class _Period:
    def __init__(self, series: Sequence[Series], axes: Axes, few: int, to_date: ToDate) -> None:
        self.axes, self.few, self.series = axes, few, series
        self.wide = max(WIDE, few + 1.0)  # so that what is withheld is not itself few when added up
        self.told: dict[int, Told] = {}
        self.people: dict[int, Told] = {}
        self.blank: list[tuple[Series, str]] = []
        self.families = families(series)
        self.alike = [*counted_alike(series), *to_date.links(series)]
        self.also = {id(s): to_date.was_withheld(s, axes) for s in series}  # withheld where another is

    def settle(self, part_of: Mapping[str, str]) -> None:
        """Every series; again where one publishes the things counted that another withholds."""
        self._settle_each(part_of)
        while self._told_elsewhere():
            self.told, self.people, self.blank = {}, {}, []
            self._settle_each(part_of)

    def _told_elsewhere(self) -> bool:
        found = False
        for one, other, where in self.alike:
            lacking = self.told[id(one)].hidden & where & ~self.told[id(other)].hidden
            self.also[id(other)] |= lacking
            found = found or bool(lacking.any())
        return found

    def _settle_each(self, part_of: Mapping[str, str]) -> None:
        """Every series, those that others hang on first."""
        for family in self.families:
            self.people[id(family)] = self._of_people(family)
            for bundle in bundles(family, self.series, part_of):
                if bundle.table and bundle.parent is not None:
                    asked = [self._asked(s, Bundle((s,)), family)[0] for s in bundle.members]
                    found = as_table(self.told[id(bundle.parent)], asked)
                    self.told |= {id(s): told for s, told in zip(bundle.members, found, strict=True)}
                else:
                    self._together(bundle, family)

    def _small(self, part: Numbers) -> Flags:
        return np.asarray((part >= 1) & (part <= self.few))

    def _none(self) -> Told:
        return Told(np.zeros(self.axes.shape, dtype=bool), np.zeros(self.axes.shape), np.zeros(self.axes.shape))

    def _of_people(self, family: Family) -> Told:
        """Where the number of people is itself withheld, so that every figure of the family is."""
        if family.source is not None and id(family.source) in self.told:
            return self.told[id(family.source)]
        people, base = family.people, self._none().hidden
        for inner in family.within:
            base = base | self.people[id(inner)].hidden
            people = np.minimum(people, np.maximum(family.people - inner.people, _more_sessions(family, inner)))
        seen = np.logical_or.reduce([s.seen for s in family.members])
        unseen, small = (family.people > 0) & ~seen, self._small(people)
        # A row that is there tells that there is somebody.
        inner_people = sum((inner.people for inner in family.within), self._none().up)
        take = np.where(inner_people > 0, people, np.maximum(people - 1, 0))
        need = np.where(base | (unseen & ~small), 0, self.wide)
        cost = costs(family.people, seen & (people > 0))
        start = (base & seen) | small | unseen
        return protected(Asked(take, np.where(people > 0, BIG, 0.0), start, need, cost, people == 0), self.axes, far=True)

    def _of_things(self, one: Series, family: Family) -> Told:
        """Where a number of things, of which people may have several in several groups, is withheld.

        A row for nobody is withheld with the rest of its table, so that a row that is there tells nothing.
        """
        start = self.also[id(one)] | (self.people[id(family)].hidden & one.there)
        start = start | np.logical_or.reduce([self._small(part) for part in (one.people, one.inside, one.outside, one.n)])
        blank = self._blank(one, start)
        give = np.where((one.n > 0) | (blank & ~self._told_empty(one)), BIG, 0.0)
        cost = costs(one.people, one.seen & (one.n > 0))
        need = np.full(one.n.shape, self.wide)
        return protected(Asked(one.n, give, start | blank | one.unseen, need, cost, one.n == 0), self.axes)

    def _blank(self, one: Series, small: Flags) -> Flags:
        """The groups that somebody at the trust is in and nobody here, in tables of which anything is withheld."""
        blank = np.zeros(small.shape, dtype=bool)
        for name, table in self.axes.tables.items():
            somebody = one.seen[-1, table] & (one.n[-1, table] > 0)
            if somebody.any() and (small[:, 0].any() or small[:, table].any()):
                blank[:, table] = ~one.there[:, table] & somebody & (one.n[:, [0]] > 0)
                self.blank.append((one, name))
        return blank

    def _told_empty(self, one: Series) -> Flags:
        """Where other measures have the groups of a place, and nobody in this one."""
        others = [s for s in self.series if s is not one]
        anybody = np.logical_or.reduce([s.there for s in others])
        told = np.zeros(one.n.shape, dtype=bool)
        for table in self.axes.tables.values():
            told[:, table] = np.logical_or.reduce([s.seen[:, table] for s in others]).any(axis=1, keepdims=True)
        return np.asarray(told & ~anybody)

    def _together(self, bundle: Bundle, family: Family) -> None:
        """Series of which each is told by the others are withheld in the same places."""
        if family.counts_things(bundle.members[0]):
            self.told |= {id(s): self._of_things(s, family) for s in bundle.members}
            return
        asked = {id(s): self._asked(s, bundle, family) for s in bundle.members}
        start = np.logical_or.reduce([side.start for sides in asked.values() for side in sides])
        moves = {id(s): self._none() for s in bundle.members}
        before = ~start
        while (before != start).any():
            before = start
            for one in bundle.members:
                for side in () if one.only_counts else reversed(asked[id(one)]):
                    moves[id(one)] = protected(replace(side, start=start), self.axes)
                    start = moves[id(one)].hidden
        self.told |= {at: Told(start, told.up, told.down) for at, told in moves.items()}

    def _asked(self, one: Series, bundle: Bundle, family: Family) -> tuple[Asked, Asked]:
        """The people in the numerator and those behind the rest: so many can be passed about with what they bring.

        Where the number of people is known, the rest is told with the numerator and needs no proof of its own.
        """
        people, none = self.people[id(family)], self._none()
        inside, outside, start = one.inside, one.outside, self.also[id(one)] | (people.hidden & one.there)
        narrow = next((s for s in self.series if s.kpi == one.kpi and s is not one and id(s) in self.told), None)
        inner = self.told[id(narrow)] if narrow else none
        if narrow:
            inside, outside = np.abs(inside - narrow.inside), np.abs(outside - narrow.outside)
        small = self._small(inside) | self._small(outside)
        above = self.told.get(id(bundle.parent), none) if bundle.parent else none
        others = np.minimum(outside, _others(one, bundle))
        more = np.where(people.hidden & one.there, people.up, 0)
        give = others + more + np.where(above.hidden & one.there, above.up, 0)
        start = start | ((inner.hidden | (above.hidden & (len(bundle.members) > 1)) | small) & one.there) | one.unseen
        # What is wide in the narrower population is so in this one too; a nought there is not wide.
        need = np.where(_is_wide(inner) | (one.unseen & ~small), 0, self.wide)
        cost = costs(one.people, one.seen & (inside + outside > 0))
        ins = Asked(inside, give, start, need, cost, inside == 0)
        return ins, Asked(outside, inside + more, start, np.where(people.hidden, need, 0), cost, outside == 0)


def _is_wide(told: Told) -> Flags:
    return np.asarray(told.hidden & (told.up + told.down >= WIDE))


def _more_sessions(wide: Family, narrow: Family) -> Numbers:
    """How many people at least bring the sessions by which a wider count of the same people is larger."""
    by = {s.kpi: s for s in narrow.members}
    pairs = [(s, by[s.kpi]) for s in wide.members if s.kpi in by and s.whole.any()]
    found = [np.floor(np.maximum(s.whole - n.whole, 0) * s.people / np.maximum(s.whole, 1)) for s, n in pairs]
    return np.asarray(np.maximum.reduce([np.zeros(wide.people.shape), *found]))


def _others(one: Series, bundle: Bundle) -> Numbers:
    """The people who could be in the numerator instead: of a part of another's numerator, those in the other parts."""
    if bundle.parent is None:
        return one.outside
    others = [s.inside for s in bundle.members if s is not one]
    beside = np.maximum.reduce(others) if others else np.maximum(bundle.parent.inside - one.inside, 0)
    return np.asarray(beside)

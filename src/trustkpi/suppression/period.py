"""The figures of one period that are withheld, over all KPIs and populations together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from trustkpi.suppression.links import Bundle, Family, bundles, families
from trustkpi.suppression.passing import BIG, WIDE, Board, Flags, Numbers, turned
from trustkpi.suppression.protect import Asked, Told, protected
from trustkpi.suppression.series import Axes, Series, costs


def withheld(series: Sequence[Series], axes: Axes, few: int, part_of: Mapping[str, str]) -> list[int]:
    """The rows of the results that are withheld."""
    period = _Period(series, axes, few, part_of)
    return [int(row) for s in series for row in s.rows[period.told[id(s)].hidden & s.seen]]


class _Period:
    def __init__(self, series: Sequence[Series], axes: Axes, few: int, part_of: Mapping[str, str]) -> None:
        self.axes, self.few, self.series = axes, few, series
        self.wide = max(WIDE, few + 1.0)  # so that what is withheld is not itself few when added up
        self.told: dict[int, Told] = {}
        self._people: dict[int, Told] = {}
        self.families = families(series)
        for family in self.families:
            self._people[id(family)] = self._of_people(family)
            for bundle in bundles(family, series, part_of):
                (self._table if bundle.table else self._together)(bundle, family)

    def _small(self, part: Numbers) -> Flags:
        return np.asarray((part >= 1) & (part <= self.few))

    def _none(self) -> Told:
        return Told(np.zeros(self.axes.shape, dtype=bool), np.zeros(self.axes.shape), np.zeros(self.axes.shape))

    def _of_people(self, family: Family) -> Told:
        """Where the number of people is itself withheld, so that every figure of the family is."""
        if family.source is not None and id(family.source) in self.told:
            return self.told[id(family.source)]
        people, base, movable = family.people, self._none().hidden, self._none().up
        for inner in family.within:
            told = self._people[id(inner)]
            base, movable = base | told.hidden, np.maximum(movable, np.where(told.hidden, told.down, 0))
            people = np.minimum(people, np.maximum(family.people - inner.people, _more_sessions(family, inner)))
        seen = np.logical_or.reduce([s.seen for s in family.members])
        start = (base & seen) | self._small(people) | ((family.people > 0) & ~seen)
        # A row that is there tells that there is somebody.
        take = people + movable if family.within else np.maximum(people - 1, 0)
        need = np.where(base | ((family.people > 0) & ~seen & ~self._small(people)), 0, self.wide)
        give = np.where(people > 0, BIG, 0.0)
        cost = costs(family.people, seen & (people > 0))
        return protected(Asked(take, give, start, need, cost, people == 0), self.axes)

    def _together(self, bundle: Bundle, family: Family) -> None:
        """Series of which each is told by the others are withheld in the same places."""
        asked = [self._asked(s, bundle, family) for s in bundle.members]
        start = np.logical_or.reduce([a.start for a in asked])
        told = [self._none() for _ in asked]
        while True:
            before = start
            for at, (one, its) in enumerate(zip(bundle.members, asked, strict=True)):
                if not one.adds or _counts_all(one):
                    told[at] = Told(start, told[at].up, told[at].down)
                    continue
                told[at] = protected(replace(its, start=start), self.axes)
                start = told[at].hidden
            if (before == start).all():
                break
        for one, moves in zip(bundle.members, told, strict=True):
            self.told[id(one)] = Told(start, moves.up, moves.down)

    def _asked(self, one: Series, bundle: Bundle, family: Family) -> Asked:
        """People are what is counted, whatever is added up: so many who contribute can be passed about with what they bring."""
        people = self._people[id(family)]
        inside, outside, base = one.inside, _others(one, bundle), people.hidden & one.there
        up = down = np.zeros(self.axes.shape)
        proved = np.zeros(self.axes.shape, dtype=bool)
        narrow = self._narrower(one)
        if narrow is not None:
            inside, outside = np.abs(inside - narrow.inside), np.abs(one.outside - narrow.outside)
            told = self.told[id(narrow)]
            proved, base = told.hidden, base | (told.hidden & one.there)
            up, down = np.where(proved, told.up, 0), np.where(proved, told.down, 0)
        small = self._small(inside) | self._small(np.abs(one.outside - narrow.outside) if narrow else one.outside)
        # A figure that this series does not have is no table of its own, though the series that it hangs on has one.
        give = outside + up + np.where(people.hidden & one.there, people.up, 0)
        if bundle.parent is not None and id(bundle.parent) in self.told:
            parent = self.told[id(bundle.parent)]
            give = give + np.where(parent.hidden, parent.up, 0)
            base = base | (parent.hidden & one.there) if len(bundle.members) > 1 else base
        need = np.where(proved | (one.unseen & ~small), 0, self.wide)
        cost = costs(one.people, one.seen & (inside + outside > 0))
        return Asked(self._leaving(one, inside) + down, give, base | (small & one.there) | one.unseen, need, cost, inside == 0)

    def _leaving(self, one: Series, inside: Numbers) -> Numbers:
        """Where another KPI has a row of the people in this one's numerator, that there is a row tells that there is one."""
        rows = [s.seen for f in self.families if f.source is one for s in f.members]
        return np.where(np.logical_or.reduce(rows), np.maximum(inside - 1, 0), inside) if rows else inside

    def _narrower(self, one: Series) -> Series | None:
        """The same KPI of the same people but for what each brings: a term with or without its last weeks."""
        return next((s for s in self.series if s.kpi == one.kpi and s is not one and id(s) in self.told), None)

    def _table(self, bundle: Bundle, family: Family) -> None:
        """Parts of a numerator that are given for wholes only are the columns of one table."""
        parent, asked = self.told[id(bundle.parent)], [self._asked(s, Bundle((s,)), family) for s in bundle.members]

        def columns(name: str) -> Numbers:
            return np.column_stack([getattr(a, name)[:, 0] for a in asked])

        take, give = turned(columns("take"), columns("give")), turned(columns("give"), columns("take"))
        ups, downs = turned(parent.up, parent.down)[:, [0]], turned(parent.down, parent.up)[:, [0]]
        closed = np.full(ups.shape, np.inf)
        start = np.column_stack([a.start[:, 0] for a in asked]) | (parent.hidden[:, [0]] & (take + give > 0))
        board = Board(
            np.hstack([ups, take]), np.hstack([downs, give]), np.hstack([closed, columns("cost")]),
            np.hstack([np.zeros(ups.shape), columns("need")]), np.hstack([ups < 0, columns("take") == 0]),
        )  # fmt: skip
        hidden, *_ = board.settled(np.hstack([parent.hidden[:, [0]], start]))
        for at, one in enumerate(bundle.members):
            told = self._none()
            told.hidden[:, 0] = hidden[:, at + 1]
            self.told[id(one)] = told


def _more_sessions(wide: Family, narrow: Family) -> Numbers:
    """How many people at least bring the sessions by which a wider count of the same people is larger."""
    by = {s.kpi: s for s in narrow.members}
    pairs = [(s, by[s.kpi]) for s in wide.members if s.kpi in by and s.whole.any()]
    found = [np.floor(np.maximum(s.whole - n.whole, 0) * s.people / np.maximum(s.whole, 1)) for s, n in pairs]
    return np.asarray(np.maximum.reduce([np.zeros(wide.people.shape), *found]))


def _counts_all(one: Series) -> bool:
    """Whether it only says how many people there are."""
    return bool((one.inside == one.people).all()) and not one.whole.any() and not one.outside.any()


def _others(one: Series, bundle: Bundle) -> Numbers:
    """The people who could be in the numerator instead: of a part of another's numerator, those in the other parts."""
    if bundle.parent is None or bundle.table:
        return one.outside if one.adds else np.full(one.outside.shape, BIG)
    others = [s.inside for s in bundle.members if s is not one]
    beside = np.maximum.reduce(others) if others else np.maximum(bundle.parent.inside - one.inside, 0)
    return np.asarray(np.minimum(one.outside, beside))

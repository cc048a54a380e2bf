"""Which series tell of each other: the same people, the very people of a numerator, a population within another, parts of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from trustkpi.suppression.series import Series


@dataclass
class Family:
    """Series of the same people everywhere; `source` is the series whose numerator, or rest, they are."""

    members: list[Series]
    source: Series | None = None
    within: list[Family] = field(default_factory=list)  # families of a narrower population of the same KPIs

    def counts_things(self, one: Series) -> bool:
        """Whether it is the only one that is broken down, into counts of things of which people may have several."""
        return one.adds and not one.whole.any() and [s.kpi for s in self.members if s.seen[:, 1:].any()] == [one.kpi]

    @property
    def people(self) -> np.ndarray:
        """The people behind each figure; behind wholes alone, where the rest counts things."""
        people = np.asarray(np.maximum.reduce([s.people for s in self.members]))
        if any(self.counts_things(s) for s in self.members):
            people[:, 1:] = 0
        return people


def families(series: Sequence[Series]) -> list[Family]:
    """The series by whose people they count, those that others hang on first."""
    found: dict[bytes, Family] = {}
    for one in series:
        found.setdefault(_wholes(one.people), Family([])).members.append(one)
    for key, family in found.items():
        family.source = next((s for s in series if _wholes(s.people) != key and _is_of(family, s)), None)
    for one, other in combinations(series, 2):
        if one.kpi == other.kpi:
            narrow, wide = sorted((one, other), key=lambda s: (s.people[-1, 0], s.population))
            inner, outer = found[_wholes(narrow.people)], found[_wholes(wide.people)]
            if inner is not outer and inner not in outer.within:
                outer.within.append(inner)
    return _in_turn(list(found.values()))


def _is_of(family: Family, one: Series) -> bool:
    """Whether the family counts the very people who are, or are not, in a numerator that counts people."""
    people = _wholes(family.members[0].people)
    return people in (_wholes(one.inside), _wholes(one.outside)) and bool((one.n[:, 0] <= one.people[:, 0] * 2).all())


def _wholes(part: np.ndarray) -> bytes:
    return bytes(part[:, 0].tobytes())


def _in_turn(every: list[Family]) -> list[Family]:
    turn: list[Family] = []
    while len(turn) < len(every):
        left = [f for f in every if f not in turn]
        done = {id(s) for f in turn for s in f.members}
        ready = [f for f in left if (f.source is None or id(f.source) in done) and all(w in turn for w in f.within)]
        turn += ready or left[:1]
    return turn


@dataclass(frozen=True)
class Bundle:
    """Series that add up to a whole between them, so that one is told by the others: they are withheld together.

    `parent` is the series whose numerator they make up; without one, they make up their denominator. `cells` is true where
    they are columns of one table, since each has wholes only.
    """

    members: tuple[Series, ...]
    parent: Series | None = None
    table: bool = False


def bundles(family: Family, every: Sequence[Series], part_of: Mapping[str, str]) -> list[Bundle]:
    """The family's series in bundles, parents first."""
    left = list(family.members)
    made = []
    for parent in every:
        parts = [s for s in left if part_of.get(s.kpi) == parent.kpi and _same_people(s, parent)]
        if parts and _add_up(parts, parent.n):
            table = not any(s.seen[:, 1:].any() for s in parts)
            made.append(Bundle(tuple(parts), parent, table))
            left = [s for s in left if s not in parts]
    for one, other in combinations(tuple(left), 2):
        if one in left and other in left and one.whole.any() and _is_the_rest(one, other):
            made.append(Bundle((one, other)))
            left = [s for s in left if s not in (one, other)]
    made += [Bundle((s,), _nearest(s, every, part_of)) for s in left]
    return _parents_first(made)


def _same_people(one: Series, other: Series) -> bool:
    return one is not other and _wholes(one.people) == _wholes(other.people)


def _is_the_rest(one: Series, other: Series) -> bool:
    return bool((one.whole == other.whole).all()) and _add_up([one, other], one.whole)


def _add_up(parts: Sequence[Series], whole: np.ndarray) -> bool:
    return bool((np.sum([s.n[:, 0] for s in parts], axis=0) == whole[:, 0]).all())


def _nearest(one: Series, every: Sequence[Series], part_of: Mapping[str, str]) -> Series | None:
    return next((s for s in every if part_of.get(one.kpi) == s.kpi and _same_people(one, s)), None)


def _parents_first(made: list[Bundle]) -> list[Bundle]:
    def depth(bundle: Bundle) -> int:
        above = next((b for b in made if bundle.parent is not None and bundle.parent in b.members), None)
        return 0 if above is None or above is bundle else 1 + depth(above)

    return sorted(made, key=depth)

"""What an outsider learns who has the published figures alone: each line as equations, and the intervals of what is withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.attack.solver import System, Var, intervals

Cell = tuple[str, str, str, str]
NARROWEST = 5.0
_SLACK = 1e-6


@dataclass(frozen=True)
class Line:
    """A line of a pack's data table; a withheld number is None. Of an earlier period the value alone may be known."""

    kpi: str
    population: str
    grain: str
    place: str
    phase: str
    breakdown: str
    group: str
    numerator: float | None = None
    denominator: float | None = None
    people: float | None = None
    period: str = ""

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return (self.grain, self.place, self.breakdown, self.group)


@dataclass(frozen=True)
class Knows:
    """What the definitions tell anybody: which numerators are people, and how measures and populations hang together."""

    heads: frozenset[str] = frozenset()  # KPIs whose numerator counts people, out of the people
    of: Mapping[str, str] = field(default_factory=dict)  # a KPI whose people are another's numerator
    within: Mapping[str, str] = field(default_factory=dict)  # a KPI whose numerator is part of another's
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a KPI's numerator, or "" its denominator, is the sum of others'
    wider: tuple[tuple[str, str], ...] = ()  # the first population is part of the second
    same: Mapping[str, str] = field(default_factory=dict)  # a population of the same people and sessions
    shared: frozenset[str] = frozenset()  # populations that several KPIs count; all, where none is named


class Attack:
    """The equations of some published lines."""

    def __init__(self, lines: Sequence[Line], knows: Knows) -> None:
        self.knows, self.found = knows, System()
        self.at = {(line.kpi, line.population, line.cell): line for line in lines}
        self.withheld: dict[Var, Line] = {}
        self.shares = {line.kpi for line in lines if line.denominator is not None}
        for line in lines:
            self._published(line)
        for line in lines:
            self._numbers(line)
        self._sums(lines)
        for line in lines:
            self._definitions(line)

    def names(self, line: Line) -> tuple[Var, Var, Var]:
        """The variables of a line: numerator, denominator, people. Figures of the same people share them."""
        population = self.knows.same.get(line.population, line.population)
        whose = self.knows.of.get(line.kpi, "" if self._is_shared(line) else line.kpi)
        kind = "enrolments" if line.kpi in self.knows.heads else "sessions"
        return (
            ("numerator", line.kpi, population, *line.cell),
            (kind, whose, population, *line.cell),
            ("people", whose, population, *line.cell),
        )

    def _is_shared(self, line: Line) -> bool:
        """Whether its people and its denominator are those of other KPIs too; what is left of it is then told of as well."""
        return not self.knows.shared or line.population in self.knows.shared

    def _published(self, line: Line) -> None:
        for name, number in zip(self.names(line), (line.numerator, line.denominator, line.people), strict=True):
            if number is not None:
                assert self.found.known.setdefault(name, number) == number, name
        if line.numerator is not None and line.denominator is not None:
            self.found.known["rest", *self.names(line)[0][1:]] = line.denominator - line.numerator

    def _numbers(self, line: Line) -> None:
        numerator, denominator, people = self.names(line)
        rest = ("rest", *numerator[1:])
        if line.kpi not in self.knows.of:  # a row that is there tells that there is somebody
            self.found.least[people] = 1.0
        if line.kpi in self.shares and self._is_shared(line):
            self.found.equal.append(({numerator: 1, rest: 1, denominator: -1}, 0))
            self.found.most.append(({people: 1, denominator: -1}, 0))
        if line.people is None:
            # Where the denominator is known, what is left of it is as wide as the numerator.
            has_rest = line.kpi in self.shares and self._is_shared(line) and denominator not in self.found.known
            source = self._other(line, self.knows.of.get(line.kpi, ""))
            if source and self.names(source)[0] in self.found.known:  # the number of people is published there
                self.found.known.setdefault(people, self.found.known[self.names(source)[0]])
            self.withheld |= dict.fromkeys((numerator, people, rest) if has_rest else (numerator, people), line)

    def _sums(self, lines: Sequence[Line]) -> None:
        """Groups add up to their whole, academies to their phase and the trust."""
        parts: dict[tuple[Var, ...], dict[Var, float]] = defaultdict(dict)
        for line in lines:
            for name in self.names(line):
                head, group = name[:-4], name[-2:]
                if line.breakdown and (line.kpi, line.population, (line.grain, line.place, "", "")) in self.at:
                    parts["groups " + line.breakdown, (*head, line.grain, line.place, "", "")][name] = 1.0
                if line.grain == "academy":
                    parts["phase", (*head, "phase", line.phase, *group)][name] = 1.0
                    parts["trust", (*head, "trust", "Trust", *group)][name] = 1.0
        there = {name for line in lines for name in self.names(line)}
        for (_, whole), terms in parts.items():
            if whole in there:
                self.found.equal.append(({**terms, whole: -1.0}, 0.0))

    def _definitions(self, line: Line) -> None:
        numerator, denominator, people = self.names(line)
        for inner, outer in self.knows.wider:
            narrow = self.at.get((line.kpi, inner, line.cell))
            if line.population == outer and narrow:
                for mine, theirs in zip(self._all(line), self._all(narrow), strict=True):
                    self.found.most.append(({theirs: 1, mine: -1}, 0))
        larger = self._other(line, self.knows.within.get(line.kpi, ""))
        if larger:
            self.found.most.append(({numerator: 1, self.names(larger)[0]: -1}, 0))
        source = self._other(line, self.knows.of.get(line.kpi, ""))
        if source:
            # An enrolment is a person, but for the few who have two.
            self.found.most.append(({people: 1, self.names(source)[0]: -1}, 0))
        for whole, parts in self.knows.sums:
            others = [self._other(line, part) for part in parts]
            if line.kpi == (whole or parts[0]) and all(others):
                terms: dict[Var, float] = {self.names(other)[0]: 1.0 for other in others if other}
                self.found.equal.append(({**terms, (numerator if whole else denominator): -1.0}, 0.0))

    def _all(self, line: Line) -> tuple[Var, ...]:
        numerator, denominator, people = self.names(line)
        return numerator, denominator, people, ("rest", *numerator[1:])

    def _other(self, line: Line, kpi: str) -> Line | None:
        populations = [line.population, *(p for pair in self.knows.same.items() for p in pair if line.population in pair)]
        return next((self.at[kpi, p, line.cell] for p in populations if (kpi, p, line.cell) in self.at), None)

    def narrow(self) -> dict[Var, tuple[float, float]]:
        """The withheld numbers that these lines tell to within less than five, but for noughts and what is published beside.

        Of a wider population the secret is what it adds. A phase is withheld where a part of it is; where all of it can be
        told and is not small, that tells of nobody.
        """
        found = intervals(self.found, self.withheld, wide=NARROWEST)
        told = {name: span for name, span in found.items() if span[1] - span[0] < NARROWEST - _SLACK}
        return {name: span for name, span in told.items() if not self._is_harmless(name, found)}

    def _is_harmless(self, name: Var, found: Mapping[Var, tuple[float, float]]) -> bool:
        low, high = found[name]
        inner = [(*name[:2], narrow, *name[3:]) for narrow, wide in self.knows.wider if name[2] == wide]
        less = sum(self.found.known.get(one, 0.0) for one in inner)
        if name[0] == "rest" and found.get(("numerator", *name[1:]), (0.0, 1.0))[1] < _SLACK:
            return True  # nobody is in the numerator, as a nought says, and how many there are is published
        return high - less < _SLACK or (name[3] == "phase" and low > NARROWEST + 1 - _SLACK)

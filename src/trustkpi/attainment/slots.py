"""Attainment 8 and its four elements from one pupil's results.

The rules are those of "Secondary accountability measures" (Department for Education), as outcomes are described there and worked
in public calculators: https://www.gov.uk/government/publications/progress-8-school-performance-measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGE, LITERATURE, MATHS, EBACC, OPEN = "ENG_LANG", "ENG_LIT", "MATHS", "EBACC", "OPEN"
_SLOTS, _MOST_NON_GCSE = 3, 3


@dataclass(frozen=True)
class Entry:
    """One result: where it may count, its points in hundredths, whether it fills two slots, and whether it is a GCSE."""

    slot: str
    points: int
    double: bool = False
    gcse: bool = True


@dataclass(frozen=True)
class Elements:
    """Points in hundredths: English and maths doubled (English only where both were taken), EBacc and open."""

    english: int
    maths: int
    ebacc: int
    open: int

    @property
    def attainment_8(self) -> int:
        """The four together, in hundredths of a point: at most 9,000."""
        return self.english + self.maths + self.ebacc + self.open


def elements(entries: Iterable[Entry]) -> Elements:
    """The best that the rules let the results count for; a slot that nothing fills is nought."""
    given = list(entries)
    english = sorted((e.points for e in given if e.slot in {LANGUAGE, LITERATURE}), reverse=True)
    both = {LANGUAGE, LITERATURE} <= {e.slot for e in given}
    maths = max((e.points for e in given if e.slot == MATHS), default=0)
    ebacc = _best(e for e in given if e.slot == EBACC)
    spare = [(points, True) for points in (*english[1:], *ebacc[_SLOTS:])]
    return Elements(
        english=(english[0] * (2 if both else 1)) if english else 0,
        maths=2 * maths,
        ebacc=sum(ebacc[:_SLOTS]),
        open=_open([*spare, *((e.points, e.gcse) for e in given if e.slot == OPEN for _ in range(1 + e.double))]),
    )


def _best(entries: Iterable[Entry]) -> list[int]:
    return sorted((e.points for e in entries for _ in range(1 + e.double)), reverse=True)


def _open(left: list[tuple[int, bool]]) -> int:
    counted: list[int] = []
    others = 0
    for points, gcse in sorted(left, key=lambda one: (-one[0], not one[1])):
        if len(counted) == _SLOTS:
            break
        others += not gcse
        if gcse or others <= _MOST_NON_GCSE:
            counted.append(points)
    return sum(counted)

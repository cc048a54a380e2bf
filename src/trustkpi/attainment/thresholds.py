"""English and maths at a grade, EBacc entry and the EBacc's average points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PILLARS = 6


@dataclass(frozen=True)
class Ebacc:
    """A pupil's best points in hundredths, pillar by pillar; None where a pillar was not entered."""

    language: int | None = None
    literature: int | None = None
    maths: int | None = None
    sciences: tuple[int, ...] = ()
    humanity: int | None = None
    foreign: int | None = None


def english_and_maths(grade: int, language: int | None, literature: int | None, maths: int | None) -> bool:
    """Whether language or literature, and maths, reach that grade; need not have sat both English subjects (from 2017)."""
    english = max((p for p in (language, literature) if p is not None), default=0)
    return min(english, maths or 0) >= grade * 100


def entered(ebacc: Ebacc) -> bool:
    """Whether every pillar was entered: both English subjects, maths, combined or three sciences, a humanity and a language."""
    combined_or_three = len(ebacc.sciences) >= 2  # noqa: PLR2004  combined science fills two; of three singles the best two count
    others = (ebacc.language, ebacc.literature, ebacc.maths, ebacc.humanity, ebacc.foreign)
    return combined_or_three and all(points is not None for points in others)


def average_points(ebacc: Ebacc) -> tuple[int, int]:
    """The sum of the six pillars in hundredths, and six: a missing pillar is nought.

    The better English subject counts where both were taken ("EBacc average point score", LG Inform metric 10751,
    https://standards.esd.org.uk/?uri=metricType%2f10751).
    """
    english = max(ebacc.language, ebacc.literature) if ebacc.language is not None and ebacc.literature is not None else 0
    science: Sequence[int] = sorted(ebacc.sciences, reverse=True)[:2]
    return english + (ebacc.maths or 0) + sum(science) + (ebacc.humanity or 0) + (ebacc.foreign or 0), PILLARS

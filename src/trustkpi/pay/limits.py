"""Which groups of one table of a whole trust are withheld: small ones, and others until the rest of the total tells nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Options of trust.xlsx: the fewest people of a group whose pay figures a committee sees, and that are published.
FOR_THE_BOARD, TO_PUBLISH = "pay group for the board", "pay group to publish"
_WIDE = 6  # people of either side among the withheld, so that none is told to within 5


@dataclass(frozen=True)
class Part:
    """A group with its people on either side of a figure: women and men, or those in a numerator and the rest.

    `apart` are those who are counted here and not in another table that is shown too, so that the two tell how many.
    """

    name: str
    inside: int
    outside: int
    apart: int = 0

    @property
    def people(self) -> int:
        """All of them."""
        return self.inside + self.outside

    def is_small(self, few: int) -> bool:
        """Whether the people, or those on one side of two, number from 1 to `few`."""
        sides = any(1 <= n <= few for n in (self.people, self.inside, self.outside))
        return sides or 1 <= self.apart <= min(few, _WIDE - 1)


def withheld(parts: Sequence[Part], few: int) -> set[str]:
    """The groups to withhold where the total of them all is shown.

    At least two are, with enough people on each side on which one of them has few: the smallest that suffices is added, or
    the smallest that is left until enough are, and where none is left all are withheld.
    """
    held = [part for part in parts if part.is_small(few)]
    spare = sorted((part for part in parts if part not in held and part.people), key=lambda part: (part.people, part.name))
    while held and not _safe(held):
        if not spare:
            return {part.name for part in parts}
        enough = next((part for part in spare if _safe([*held, part])), spare[0])
        held.append(enough)
        spare.remove(enough)
    return {part.name for part in held}


def within(parts: Sequence[Part], few: int, whole_of: Callable[[str], str], shown: Mapping[str, bool]) -> set[str]:
    """The same for groups that make up larger ones, whose totals are shown too where `shown` says so."""
    if not all(shown.get(whole_of(part.name), False) for part in parts):
        return withheld(parts, few)
    by_whole: dict[str, list[Part]] = {}
    for part in parts:
        by_whole.setdefault(whole_of(part.name), []).append(part)
    return {name for theirs in by_whole.values() for name in withheld(theirs, few)}


def _safe(held: Iterable[Part]) -> bool:
    several = list(held)
    sides = ([part.inside for part in several], [part.outside for part in several], [part.apart for part in several])
    return len(several) > 1 and all(sum(side) >= _WIDE for side in sides if any(side))

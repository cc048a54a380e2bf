"""A pattern in a large text, found by the rarest character of it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

_MANY = 50  # of the character; where there are more, it is not rare


@dataclass(frozen=True)
class Sought:
    """A pattern that begins with that one character; what must stand before it is said by looking behind.

    A search for one byte goes thirty times as fast as any search by pattern.
    """

    sign: bytes
    pattern: re.Pattern[bytes]

    def is_in(self, text: bytes, end: int = sys.maxsize) -> bool:
        """Whether it is there, before that end."""
        at = text.find(self.sign, 0, end)
        for _ in range(_MANY):
            if at < 0 or self.pattern.match(text, at, end):
                return at >= 0
            at = text.find(self.sign, at + 1, end)
        return at >= 0 and self.pattern.search(text, at, end) is not None

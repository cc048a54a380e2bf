"""Words as they look: what people cannot tell apart is written alike."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u201c\u201d", '"')
)
_NEVER_SEEN = "Cf"  # what steers a text without being seen: soft hyphens, joiners, marks of direction


def as_it_looks(words: str) -> str:
    """The words in small letters, their dashes, quotes, widths and spaces of one kind, without marks that nobody sees."""
    if not words.isascii():
        kept = (mark for mark in unicodedata.normalize("NFKC", words) if unicodedata.category(mark) != _NEVER_SEEN)
        words = "".join(kept).translate(_ALIKE)
    return " ".join(words.split()).casefold()

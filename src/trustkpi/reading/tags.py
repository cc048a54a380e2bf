"""What a sheet's XML is made of, told in one look at its tags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_BEYOND = bytes(16)  # so that what follows the last tag can be looked at
_TAG, _END, _CLOSE, _SPACE, _QUOTE, _NOUGHT = (ord(c) for c in '<>/ "0')
_BEGINS = ' r="'  # an address, where it comes first

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.intp]
_Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tags:
    """How many cells there are, and how many of them are closed by a tag of their own, for they hold something.

    `plain` says that each cell and row is written as Excel writes it, its address first, and that none lies beyond column
    ZZ or row 9,999; `unworked` that the value of some formula is nought. Where `plain` is not so, nothing else is told.
    """

    plain: bool
    cells: int = 0
    closed: int = 0
    unworked: bool = False


def tags_of(xml: bytes) -> Tags:
    """The tags of that XML; patterns would go through it once for each of these questions, and let nobody else work."""
    text = np.frombuffer(xml + _BEYOND, np.uint8)
    tags = np.flatnonzero(text == _TAG)
    first = text[1:].take(tags)
    cells = tags[first == ord("c")]
    after = text[2:].take(cells)
    bare = (after == _END) | (after == _CLOSE)
    cells = cells[after == _SPACE]
    rows = _spelt(text, tags[first == ord("r")], "row", 1)
    rows = rows[text[4:].take(rows) != ord("B")]  # of rowBreaks
    if not cells.size + rows.size or bare.any() or not (_are_near(text, cells, 2, columns=True) and _are_near(text, rows, 4)):
        return Tags(plain=False)
    ends = _spelt(text, tags[first == _CLOSE], "c>", 2)
    noughts = _spelt(text, tags[first == ord("v")], "0<", 3)  # of <v>, which may carry no more than its name
    before = text.take(noughts - 2)
    return Tags(plain=True, cells=cells.size, closed=ends.size, unworked=bool(((before == ord("f")) | (before == _CLOSE)).any()))


def _spelt(text: _Bytes, places: _Places, word: str, by: int) -> _Places:
    """Those of the places that the word follows, so many characters on."""
    for at, letter in enumerate(word, by):
        places = places[text[at:].take(places) == ord(letter)]
    return places


def _are_near(text: _Bytes, tags: _Places, by: int, *, columns: bool = False) -> bool:
    """Whether all those tags give their address straight after their name, which ends there, and one that is near."""
    if _spelt(text, tags, _BEGINS, by).size < tags.size:
        return False
    told = [text[by + len(_BEGINS) + at :].take(tags) for at in range(7 if columns else 5)]
    letters = [((byte | 32) - ord("a")) < 26 for byte in told[:2]]  # noqa: PLR2004  of the alphabet; bytes go round below nought
    digits, quotes = [(byte - _NOUGHT) < 10 for byte in told], [byte == _QUOTE for byte in told]  # noqa: PLR2004

    def numbered(at: int) -> _Truths:
        ends: _Truths = quotes[at + 4]
        for place in (3, 2, 1):
            ends = quotes[at + place] | (digits[at + place] & ends)
        return digits[at] & ends

    fits = letters[0] & (numbered(1) | (letters[1] & numbered(2))) if columns else numbered(0)
    return bool(fits.all())

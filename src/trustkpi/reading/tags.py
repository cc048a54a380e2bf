"""What a sheet's XML is made of, told in one look at its tags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_TAG, _END, _CLOSE, _SPACE, _QUOTE, _NOUGHT, _EQUALS, _DECLARES, _R = (ord(c) for c in '<>/ "0=?r')
_SHORTEST = len('<c r="ZZ9999"/></sheetData>')  # of what can hold a cell; no shorter than what is looked at after a tag
_BEGINS = ' r="'  # an address, where it comes first
_ADDRESS = len(f"<c{_BEGINS}")

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.intp]
_Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tags:
    """How many cells there are, and how many of them are closed by a tag of their own, for they hold something.

    `plain` says that each cell is written as Excel writes it, its address first, and that none lies beyond column
    ZZ or row 9,999; `unworked` that the value of some formula is nought; `from_a` that some cell of column A holds something.
    Where `plain` is not so, nothing else is told.
    """

    plain: bool
    cells: int = 0
    closed: int = 0
    unworked: bool = False
    from_a: bool = False


def tags_of(xml: bytes) -> Tags:
    """The tags of that XML; patterns would go through it once for each of these questions, and let nobody else work."""
    if len(xml) < _SHORTEST:
        return Tags(plain=False)
    text = np.frombuffer(xml, np.uint8)
    tags = np.flatnonzero(text == _TAG)
    first = _after(text, tags, 1)
    cells = tags[first == ord("c")]
    after = _after(text, cells, 2)
    bare = (after == _END) | (after == _CLOSE)
    cells = cells[after == _SPACE]
    if not cells.size or bare.any() or not _are_near(text, cells):
        return Tags(plain=False)
    ends = _spelt(text, tags[first == _CLOSE], "c>", 2)
    rows = _spelt(text, tags[first == _R], "row r=", 1)
    if not (_are_sound(text, tags, first, cells, ends.size) and _are_said_once(xml, text, cells.size + rows.size)):
        return Tags(plain=False)
    noughts = _spelt(text, tags[first == ord("v")], "0<", 3)  # of <v>, which may carry no more than its name
    before = _after(text, noughts, -2)
    return Tags(
        plain=True,
        cells=cells.size,
        closed=ends.size,
        unworked=bool(((before == ord("f")) | (before == _CLOSE)).any()),
        from_a=_hold_something(text, tags, _spelt(text, cells[_after(text, cells, _ADDRESS + 1) <= ord("9")], "A", _ADDRESS)),
    )


def _hold_something(text: _Bytes, tags: _Places, cells: _Places) -> bool:
    """Whether one of the cells holds anything: a tag stands in it, and it is not closed by itself."""
    after = tags.take(np.searchsorted(tags, cells) + 1, mode="clip")
    called = _after(text, after, 1)
    inner = (called == ord("v")) | (called == ord("f")) | (called == ord("i"))
    return bool((inner & (_after(text, after, -2) != _CLOSE)).any())


def _are_sound(text: _Bytes, tags: _Places, first: _Bytes, cells: _Places, closed: int) -> bool:
    """Whether each tag ends before the next begins, as many close as open, and each cell does, for a parser is lenient."""
    ends = np.flatnonzero(text == _END)
    if ends.size != tags.size or (ends < tags).any() or (ends[:-1] > tags[1:]).any():
        return False
    alone = _after(text, ends, -1) == _CLOSE
    closing, declaring = np.count_nonzero(first == _CLOSE), np.count_nonzero(first == _DECLARES)
    if tags.size - declaring != 2 * closing + np.count_nonzero(alone):
        return False
    return bool(np.count_nonzero(alone.take(np.searchsorted(tags, cells))) + closed == cells.size)


def _are_said_once(xml: bytes, text: _Bytes, places: int) -> bool:
    """Whether so many cells and rows say where they are, each once.

    Of two addresses in a tag a parser takes the last, and it keeps room for every cell up to there.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    inside = text[max(start, 0) : end if end > start else len(xml)]
    before, equals = inside[:-1], inside[1:] == _EQUALS
    return bool(np.count_nonzero((before == _R) & equals) == places and not ((before <= _SPACE) & equals).any())


def _after(text: _Bytes, places: _Places, by: int) -> _Bytes:
    """What stands so many characters after each of the places; beyond the end of the text, its last character."""
    found: _Bytes = text[by:].take(places, mode="clip") if by >= 0 else text.take(places + by, mode="clip")
    return found


def _spelt(text: _Bytes, places: _Places, word: str, by: int) -> _Places:
    """Those of the places that the word follows, so many characters on."""
    for at, letter in enumerate(word, by):
        places = places[_after(text, places, at) == ord(letter)]
    return places


def _are_near(text: _Bytes, cells: _Places) -> bool:
    """Whether all those cells give their address straight after their name, and one that is near."""
    if _spelt(text, cells, _BEGINS, 2).size < cells.size:
        return False
    told = [_after(text, cells, _ADDRESS + at) for at in range(7)]
    first, second = (((byte | 32) - ord("a")) < 26 for byte in told[:2])  # noqa: PLR2004  letters; bytes go round below nought
    digits, quotes = [(byte - _NOUGHT) < 10 for byte in told], [byte == _QUOTE for byte in told]  # noqa: PLR2004

    def numbered(at: int) -> _Truths:
        ends: _Truths = quotes[at + 4]
        for place in (3, 2, 1):
            ends = quotes[at + place] | (digits[at + place] & ends)
        return digits[at] & ends

    return bool((first & (numbered(1) | (second & numbered(2)))).all())

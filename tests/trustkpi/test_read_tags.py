"""What the tags of a sheet tell is told right, however the cells are written, and a rare character leads to its pattern."""

from __future__ import annotations

import re

import pytest

from trustkpi.reading.sought import Sought
from trustkpi.reading.tags import Tags, tags_of

ODD = Tags(plain=False)


def sheet(cells: str, row: str = '<row r="1">') -> bytes:
    return f"<worksheet><sheetData>{row}{cells}</row></sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ('<c r="A1" s="3"><v>1</v></c><c r="B1"/>', Tags(plain=True, cells=2, closed=1, from_a=True)),
        ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', Tags(plain=True, cells=1, closed=1, from_a=True)),
        ('<c r="AA1234"><f>B1</f><v>0</v></c>', Tags(plain=True, cells=1, closed=1, unworked=True)),
        ('<c r="B1"><f t="shared" si="1"/><v>0</v></c>', Tags(plain=True, cells=1, closed=1, unworked=True)),
        ('<c r="B1"><f>B1</f><v>10</v></c>', Tags(plain=True, cells=1, closed=1)),
        ('<c r="B1"><v>0</v></c>', Tags(plain=True, cells=1, closed=1)),
        # A value beside a cell and not in it, which a parser may take for its own.
        ('<c r="A1"/><v>1</v><c r="B1"><v>1</v></c>', Tags(plain=True, cells=2, closed=1)),
        ('<c r="AB1"><v>1</v></c>', Tags(plain=True, cells=1, closed=1)),
        ('<c r="ZZ9999"/>', Tags(plain=True, cells=1)),
        ('<c r="AAA1"/>', ODD),
        ('<c r="A10000"/>', ODD),
        ('<c r="A1"/><c r="XFD1048576"/>', ODD),
        ('<c r="A"/>', ODD),
        ('<c r="12"/>', ODD),
        ('<c r="A1B"/>', ODD),
        ('<c s="1" r="A1"/>', ODD),
        ("<c/>", ODD),
        ("<c><v>1</v></c>", ODD),
        ("", ODD),
        ('<x:c r="A1"/>', ODD),
    ],
)
def test_the_cells_of_a_sheet_are_counted_where_they_are_written_as_excel_writes(cells: str, told: Tags) -> None:
    assert tags_of(sheet(cells)) == told


@pytest.mark.parametrize("xml", [b"", b"<", b"<c", b"<c ", b'<c r="', b"\xff\xfe<\x00c\x00"])
def test_what_is_cut_off_is_looked_at_no_further_than_it_goes(xml: bytes) -> None:
    assert tags_of(xml) == ODD


def test_other_tags_that_begin_alike_are_no_cells() -> None:
    xml = b'<cols><col min="1"/></cols>' + sheet('<c r="A1"><v>5</v></c>') + b'<conditionalFormatting sqref="A1"/><rowBreaks/>'
    assert tags_of(xml) == Tags(plain=True, cells=1, closed=1, from_a=True)


@pytest.mark.parametrize("others", [0, 3, 49, 50, 500])
def test_a_pattern_is_found_behind_however_many_of_its_sign(others: int) -> None:
    declared = Sought(b"!", re.compile(rb"!(?<=<!)-"))
    text = b"a!b " * others
    assert not declared.is_in(text)
    assert declared.is_in(text + b"<!-")
    assert declared.is_in(b"<!-" + text)
    assert not declared.is_in(text + b"<!-", end=len(text) + 1)

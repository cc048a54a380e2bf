"""What a template is filled with before it is sent: whose it is, of which period, and rows already known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from trustkpi.excel.uses_page import Uses
from validation.periods import Period

Typed = Mapping[tuple[str, str, int], str]


@dataclass(frozen=True)
class Fill:
    """All that a template can already say.

    `rows` has, by sheet title, a frame with the sheet's columns, typed as the reader types them. `typed` has raw text
    to write instead of a value, by sheet title, column and position in that frame. `synthetic` makes every sheet say
    that its data are about nobody. `uses` says what each column feeds; without it the page about that is left out.
    `lists` has what is known of each list that columns choose from, see `validation.lists`, value to how it is told apart.
    `carried` names the sheets whose rows are last time's, so that changes
    are marked. `created` is the date that the workbook carries, so that the same facts make the
    same bytes.
    """

    academy: str = ""
    period: Period | None = None
    as_at: date | None = None
    completed_by: str = ""
    declared_by: str = ""
    declared_on: date | None = None
    contact: str = ""
    trust: str = ""
    due: date | None = None
    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    explanations: pl.DataFrame | None = None
    synthetic: bool = False
    typed: Typed = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    uses: Uses = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    created: date = date(2000, 1, 1)

    def guidance(self, text: str) -> str:
        """The text for people, after a warning where the data are about nobody."""
        return f"SYNTHETIC DATA, about nobody. {text}".rstrip() if self.synthetic else text

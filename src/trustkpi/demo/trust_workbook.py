"""trust.xlsx of the synthetic trust: academies, committees, meetings, calendar, targets and options."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from trustkpi.demo.academies import ACADEMIES, AMBLESIDE, CONTACT, DENEWOOD, TRUST_NAME, UNITY, WESTBURY, WOODLANDS
from trustkpi.demo.asked import CURRENT, calendar
from validation.model import Sheet
from validation.trust_settings import OPTIONS, Academies, Calendar, Committees, Meetings, Options, Targets
from validation.vocabulary import BOARD, FINANCE, STANDARDS

_COMMITTEES = (
    (
        STANDARDS,
        "Holds the trust to account for how well its pupils attend, learn and are cared for.",
        "Chair of Standards and Achievement",
        "Director of Education",
        "Note the report, question what is red, and agree the actions.",
    ),
    (
        FINANCE,
        "Holds the trust to account for its money, people, buildings and risks.",
        "Chair of Finance, Audit and Resource",
        "Chief Financial Officer",
        "Note the report, question what is red, and agree the actions.",
    ),
    (
        BOARD,
        "Holds the executive to account for the trust as a whole.",
        "Chair of Trustees",
        "Chief Executive Officer",
        "Note the committees' reports and decide what they bring.",
    ),
)

# Period reported, then the day each committee reads it: about a fortnight, three weeks and five weeks after the last date.
_MEETINGS = (
    ("2024-25-autumn", date(2025, 2, 6), date(2025, 2, 13), date(2025, 3, 6)),
    ("2024-25-spring", date(2025, 5, 22), date(2025, 6, 5), date(2025, 6, 19)),
    ("2024-25-summer", date(2025, 10, 2), date(2025, 10, 9), date(2025, 11, 6)),
    ("2025-26-autumn", date(2026, 2, 5), date(2026, 2, 12), date(2026, 3, 5)),
    (CURRENT, date(2026, 5, 14), date(2026, 5, 21), date(2026, 6, 18)),
)

# Made up for the synthetic trust; a blank academy is the trust as a whole.
_TARGETS = (
    ("absence_rate", None, 14.0),
    ("absence_rate", AMBLESIDE, 5.5),
    ("absence_rate", WESTBURY, 12.0),
    ("absence_rate", WOODLANDS, 12.5),
    ("absence_rate", DENEWOOD, 38.0),
    ("absence_rate", UNITY, 38.0),
    ("persistent_absence_rate", None, 33.0),
    ("persistent_absence_rate", AMBLESIDE, 12.0),
    ("persistent_absence_rate", WESTBURY, 33.0),
    ("persistent_absence_rate", WOODLANDS, 33.0),
    ("persistent_absence_rate", DENEWOOD, 80.0),
    ("persistent_absence_rate", UNITY, 80.0),
)

_CHOSEN = {"trust name": TRUST_NAME, "contact": CONTACT, "current period": CURRENT}


def settings_tables() -> dict[str, pl.DataFrame]:
    """Sheet title to frame, typed as the reader types them; bands and headlines are left to the built-in ones."""
    options = ((o.name, _CHOSEN.get(o.name) or o.starts_as or None, o.does, o.basis) for o in OPTIONS)
    academies = ((a.name, a.urn, a.phase, a.joined, a.left, a.known_as) for a in (academy.facts for academy in ACADEMIES))
    meetings = ((c[0], row[0], meets) for row in _MEETINGS for c, meets in zip(_COMMITTEES, row[1:], strict=True))
    asked = ((d.return_name, d.period.name, d.closes, d.due, d.last) for d in calendar())
    targets = ((kpi, "2025-26", academy, target) for kpi, academy, target in _TARGETS)
    filled: dict[type[Sheet], Iterable[tuple[object, ...]]] = {
        Options: options,
        Academies: academies,
        Committees: _COMMITTEES,
        Meetings: meetings,
        Calendar: asked,
        Targets: targets,
    }
    return {sheet.facts().title: pl.DataFrame(list(rows), schema=sheet.dtypes(), orient="row") for sheet, rows in filled.items()}

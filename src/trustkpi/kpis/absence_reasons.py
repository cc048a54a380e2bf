"""Why pupils are away: one KPI for each national code of authorised and unauthorised absence."""

from __future__ import annotations

from collections.abc import Iterator

from polars import col

from trustkpi.groups import METHODOLOGY, UNCUT_COHORT
from trustkpi.kpi import Benchmark, Kpi, Polarity, Ratio
from trustkpi.sessions import attendance_kpi, sessions
from validation.returns.attendance import codes_of, column_of
from validation.vocabulary import AttendanceCode, Standing


def _declared(about: AttendanceCode) -> Kpi:
    def sessions_by_reason() -> Ratio:
        return sessions(col(column_of(about.code)))

    name, reason = f"absence_{column_of(about.code)}_rate", about.meaning[0].lower() + about.meaning[1:]
    sessions_by_reason.__name__ = name
    sessions_by_reason.__doc__ = f"Sessions with code {about.code} ({reason}), as a share of the sessions that were possible."
    return attendance_kpi(
        title=f"Absence with code {about.code}: {reason}",
        focus=("T1.2-a",),
        polarity=Polarity.NEITHER,
        over=UNCUT_COHORT,
        breakdowns=(),
        benchmark=Benchmark(name, name),
        part_of=f"{about.standing.name.lower()}_absence_rate",
        source=METHODOLOGY,
    )(sessions_by_reason)


def _reasons() -> Iterator[Kpi]:
    for standing in (Standing.AUTHORISED, Standing.UNAUTHORISED):
        yield from (_declared(about) for about in codes_of(standing))


REASONS = tuple(_reasons())
globals().update({kpi.name: kpi for kpi in REASONS})  # each under its own name, as if it had been written out

"""The pay gap report: when each snapshot's report was drafted and published, kept by the central team."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from validation.model import DATE, TEXT, Frequency, Return, Sheet, Test, cell
from validation.rules import CLOSES, QUERY, Rule, not_before

SNAPSHOT_DAY = Test(
    "31 March",
    lambda day: (day.dt.month() == 3) & (day.dt.day() == 31),
    "is not a 31 March",
    "The snapshot date of academy trusts is 31 March: type that day of the year the report is about.",
)
# Published within twelve months that begin with the snapshot date: SI 2017/353, Schedule 1, paragraph 2,
# https://www.legislation.gov.uk/uksi/2017/353/schedule/1/made
DEADLINE = pl.col("snapshot").dt.offset_by("1y") - timedelta(days=1)


class Reports(
    Sheet,
    title="Pay gap reports",
    one_row="one snapshot's report",
    intro="One row for each 31 March whose report is being prepared or is done; the report of 31 March is due by 30 March of the next year.",
    key=("snapshot",),
    room=20,
    rules=(
        not_before("drafted", "snapshot", says="is before the snapshot date", do="Correct whichever of the two dates is wrong."),
        not_before(
            "published", "snapshot", says="is before the snapshot date", do="Correct whichever of the two dates is wrong."
        ),
        Rule(
            "snapshot past",
            ("snapshot",),
            "snapshot",
            pl.col("snapshot") <= CLOSES,
            says="is after the as-at date",
            do="Leave the row out until the day has come.",
        ),
        Rule(
            "published in time",
            ("published", "snapshot"),
            "published",
            pl.col("published") <= DEADLINE,
            severity=QUERY,
            says="is after the deadline of 30 March",
            do="Check the date, or explain why the report was late.",
        ),
    ),
):
    """When reports were ready."""

    snapshot: date = cell(
        "Snapshot date", unit=DATE, help="31 March of the year the report is about.", example=date(2025, 3, 31),
        tests=[SNAPSHOT_DAY], carries=True,
    )  # fmt: skip
    drafted: date = cell(
        "Draft to the committee", unit=DATE, help="The day the committee was sent a draft; blank until then.", required=False,
        example=date(2026, 2, 12), carries=True,
    )  # fmt: skip
    published: date = cell(
        "Published", unit=DATE, help="The day it stood on the trust's site and on the government's service; blank until then.",
        required=False, example=date(2026, 3, 20), carries=True,
    )  # fmt: skip
    address: str = cell(
        "Web address", unit=TEXT, help="Where it can be read; it stays there for three years.", required=False,
        example="https://trust.example/pay-gap", width=44, carries=True, use="Printed in the employer's statement.")  # fmt: skip


PAY_GAP = Return(
    name="pay_gap",
    title="Pay gap reports",
    desk="Chief operating officer",
    often=(Frequency.TERMLY,),
    sheets=(Reports,),
    purpose="Whether the gender pay gap report is drafted and published in time, for the Finance, Audit and Resource committee (T7.6-a and c).",
    whole_trust=True,
)

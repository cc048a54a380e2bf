"""What was read of a submission, as the line that the ledger holds of it."""

from __future__ import annotations

from collections.abc import Mapping

from trustkpi.entries import ACCEPTED, SENT_BACK, UNREADABLE, Entry
from trustkpi.facts import Reading, Submission
from validation.findings import Finding


def verdict(submission: Submission, reading: Reading, explanations: Mapping[Finding, str] | None = None) -> Entry:
    """The entry: accepted where nothing is to be mended, else sent back, or a file that could not be read."""
    cover, told = reading.cover, explanations or {}
    findings = tuple(
        {"severity": f.severity, "sheet": f.sheet, "cell": f.cell, "label": f.label, "says": f.says, "do": f.do}
        | ({"explanation": told[f]} if told.get(f) else {})
        for f in reading.findings
    )
    return Entry(
        submission.digest, submission.received, submission.name, _state(reading), cover.academy,
        reading.declared.name if reading.declared else "", cover.period, cover.as_at, cover.completed_by, cover.declared_by,
        cover.declared_on, reading.refused, findings, {title: t.layout for title, t in reading.tables.items()},
    )  # fmt: skip


def _state(reading: Reading) -> str:
    if reading.refused:
        return UNREADABLE
    return SENT_BACK if reading.errors else ACCEPTED

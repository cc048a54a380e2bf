"""What Prefect's page shows of a run: the state of every return, and the packs; nobody's data."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.outcome import Outcome
from validation.findings import shown


def show(outcome: Outcome) -> Outcome:
    """The outcome, shown as a table of returns and a page of what was published."""
    table = outcome.status.select("academy", "return", "state").to_dicts()
    create_table_artifact(key="status", table=table, description=f"Returns for {outcome.period.title}")
    create_markdown_artifact(key="published", markdown=_published(outcome), description=f"Packs for {outcome.period.title}")
    return outcome


def _published(outcome: Outcome) -> str:
    lines = [f"# {outcome.period.title}, as at {shown(outcome.as_at)}", ""]
    lines += [f"- {p.path.name}: from {len(p.made.digests)} returns, sha-256 `{p.sha256}`" for p in outcome.packs]
    lines += [] if outcome.packs else ["No pack was published."]
    lines += ["", f"{len(outcome.corrections)} workbooks go back to be mended, {len(outcome.queried)} to be explained."]
    return "\n".join(lines)

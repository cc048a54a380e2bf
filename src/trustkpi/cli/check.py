"""trustkpi check: is this return right, before it is sent?"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustkpi.cli.app import TrustOption, Verdict, app, nearest_trust_folder, say
from trustkpi.cli.voice import MANNER, working
from trustkpi.plain_file import readable

if TYPE_CHECKING:
    from trustkpi.facts import Reading
    from validation.findings import Finding

RIGHT, ERRORS, NOT_OURS = 0, 1, 2


@app.command(short_help="Check returns before you send them.")
def check(
    files: Annotated[list[Path], typer.Argument(help="The return workbooks to check, or a folder of them.", metavar="FILE")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file, for other programs.")] = False,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Put a workbook here for each file that has something to mend or explain."),
    ] = None,
    trust: TrustOption = None,
) -> None:
    """Check returns before you send them: what is wrong, in which cell, and what to do.

    Ends with 0 where all is right or only needs explaining, 1 where something must be mended, 2 where a file is not
    one of our returns.
    """
    from trustkpi.cli.known import checked
    from trustkpi.read import read_all

    with working("Reading and checking"):
        readings = checked(read_all(_workbooks(files)), trust or nearest_trust_folder())
    written = _write_corrections(readings, corrections)
    for reading in readings:
        if MANNER.quiet and not (as_json or reading.refused or reading.findings):
            continue
        say(json.dumps(_as_json(reading), ensure_ascii=False) if as_json else _block(reading, written.get(reading.file)))
    raise Verdict(max(_code(r) for r in readings))


def _workbooks(named: Sequence[Path]) -> list[Path]:
    """The files named, and the workbooks that lie in the folders named; a folder without any stands for itself."""
    found: list[Path] = []
    for path in named:
        within = [p for p in sorted(path.rglob("*.xlsx")) if not p.name.startswith("~$")] if path.is_dir() else []
        found += within or [path]
    return found


def _code(reading: Reading) -> int:
    if reading.refused:
        return NOT_OURS
    return ERRORS if reading.errors else RIGHT


def _write_corrections(readings: Sequence[Reading], to: Path | None) -> dict[str, Path]:
    if to is None:
        return {}
    from trustkpi.excel.corrections import write_corrections
    from trustkpi.seal import is_as_sealed
    from trustkpi.uses import uses
    from trustkpi.whole import write_beside

    written: dict[str, Path] = {}
    for reading in readings:
        if reading.findings and not reading.refused:
            made, file = io.BytesIO(), Path(reading.file)
            write_corrections(reading, made, uses=uses(reading.declared) if reading.declared else None)
            target = to / f"{file.stem} - corrections.xlsx"
            if target in written.values():  # of a file of that name in another folder
                target = to / f"{file.resolve().parent.name} {target.name}"
            # One that somebody is mending is left alone.
            written[reading.file] = write_beside(target, made.getvalue(), may_replace=is_as_sealed)
    return written


def _as_json(reading: Reading) -> dict[str, object]:
    return {
        "file": reading.file,
        "return": reading.declared.name if reading.declared else None,
        "academy": reading.cover.academy or None,
        "period": reading.cover.period or None,
        "refused": reading.refused or None,
        "findings": [
            {"severity": f.severity, "sheet": f.sheet, "cell": f.cell, "label": f.label, "says": f.says, "do": f.do}
            for f in reading.findings
        ],
    }


def _block(reading: Reading, corrections: Path | None) -> str:
    lines = [_heading(reading)]
    lines += [_line(f) for f in (*reading.errors, *reading.queries)]
    lines += [f"  Not looked at: {stage}." for stage in reading.skipped]
    if corrections:
        lines.append(f"  The cells to mend are marked in {corrections}")
    return "\n".join([*lines, ""])


def _heading(reading: Reading) -> str:
    file = readable(reading.file)
    if reading.refused:
        return f"{file}\n  ✖ {reading.refused}"
    declared = reading.declared.title if reading.declared else ""
    what = " ".join(w for w in (declared, "from", reading.cover.academy or "?", "for", reading.cover.period or "?") if w)
    return f"{file}\n  {what}: {_verdict(reading)}"


def _verdict(reading: Reading) -> str:
    errors, queries = len(reading.errors), len(reading.queries)
    if not errors and not queries:
        return "✔ right, ready to send"
    parts = []
    if errors:
        parts.append(f"✖ {errors} {'thing' if errors == 1 else 'things'} to mend")
    if queries:
        parts.append(f"? {queries} {'query' if queries == 1 else 'queries'} to explain")
    return ", ".join(parts) + ("" if errors else " (ready to send once explained)")


def _line(finding: Finding) -> str:
    mark = "✖" if finding.severity == "error" else "?"
    where = f"{finding.sheet} {finding.cell}".strip()
    return f"  {mark} {where}  {finding.label}: {finding.says}. {finding.do}"

"""The command line's app and its voice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from trustkpi.cli.voice import MANNER, speak
from trustkpi.facts import TrustKpiError

app = typer.Typer(
    name="trustkpi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Verdict(SystemExit):
    """How a command that judges something ends: its exit code is the answer."""


@app.callback()
def front_door(
    *,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say only what needs attention; it may stand after the command too.")
    ] = False,
) -> None:
    """Academies' return workbooks in, red-amber-green committee workbooks out.

    Begin with: trustkpi init FOLDER. Each command tells more with --help.
    """
    MANNER.quiet = quiet


def say(text: str = "", *, error: bool = False) -> None:
    """Write a line for a person to read."""
    speak(text, error=error)


def tell(text: str = "") -> None:
    """Write a line of news, which --quiet leaves out."""
    if not MANNER.quiet:
        speak(text)


def trust_folder(given: Path | None) -> Path:
    """The trust folder: the one given, or the nearest one at or above where we stand."""
    found = given if given and (given / "trust.xlsx").is_file() else nearest_trust_folder() if given is None else None
    if found is None:
        where = f"in {given}" if given else "here or in a folder above"
        msg = f"There is no trust.xlsx {where}. Go to the trust folder, name it with --trust, or make one: trustkpi init FOLDER."
        raise TrustKpiError(msg)
    return found


def folder_here(given: Path | None) -> Path | None:
    """The trust folder given, else the nearest one; None where none is given and none is near."""
    return trust_folder(given) if given else nearest_trust_folder()


def nearest_trust_folder() -> Path | None:
    """The folder at or above where we stand that holds a trust.xlsx, if there is one."""
    here = Path.cwd()
    return next((p for p in (here, *here.parents) if (p / "trust.xlsx").is_file()), None)


def a_day(text: str) -> date:
    """The day that was typed; a sentence where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        msg = f"'{text}' is not a day written like 2026-03-31."
        raise typer.BadParameter(msg) from None


TrustOption = Annotated[
    Path | None,
    typer.Option(
        "--trust", "--folder", "-f", metavar="FOLDER", help="The trust folder, if you are not standing in it.", file_okay=False
    ),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(metavar="PERIOD", help="For example 2025-26-autumn; without it, the one that trust.xlsx calls current."),
]
AcademyOption = Annotated[str | None, typer.Option(metavar="NAME", help="Only this academy.")]
CommitteeOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only this committee's pack; a part of its name will do.")
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Also a PDF of each pack for the board portal, by LibreOffice.")]

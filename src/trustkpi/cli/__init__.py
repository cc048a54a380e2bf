"""The front door: one module a command, found when the door opens; nothing slow is imported before it is needed."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import traceback
from pathlib import Path
from typing import TextIO

from trustkpi.cli.app import Verdict, app, say
from trustkpi.disk import refused
from trustkpi.facts import TrustKpiError
from trustkpi.whole import for_owner_alone

USAGE, FAULT, STOPPED = 64, 70, 130


def main() -> None:
    """Run the command line: a sentence and an exit code for everything that can go wrong, a traceback for nothing."""
    for_owner_alone()
    # Where there is no console at all, as under a scheduler on Windows, what is said goes nowhere.
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    try:
        for module in pkgutil.iter_modules(__path__):
            importlib.import_module(f"{__name__}.{module.name}")
        app(args=_quiet_first(sys.argv[1:]), prog_name="trustkpi")
    except Verdict:
        raise
    except SystemExit as done:
        # typer ends a wrong option with 2, which here means "not one of our returns"
        sys.exit(USAGE if done.code == 2 else done.code)  # noqa: PLR2004
    except KeyboardInterrupt:  # while modules load; later typer hears it first
        say("Stopped. Nothing was done yet.", error=True)
        sys.exit(STOPPED)
    except TrustKpiError as problem:
        say(str(problem), error=True)
        sys.exit(1)
    except Exception as fault:  # noqa: BLE001  the last net: a school office cannot read a traceback
        of_the_disk = _of_the_disk(fault)
        say(refused(of_the_disk) if of_the_disk else _confess(fault), error=True)
        sys.exit(1 if of_the_disk else FAULT)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _quiet_first(words: list[str]) -> list[str]:
    """The words with --quiet before the command, where it belongs, wherever it was typed."""
    until = words.index("--") if "--" in words else len(words)
    quiet = [word for word in words[:until] if word in {"--quiet", "-q"}]
    return [*quiet[:1], *(word for word in words[:until] if word not in {"--quiet", "-q"}), *words[until:]]


def _of_the_disk(fault: Exception) -> OSError | None:
    """The error of the disk that this is, or that a writer of workbooks wrapped in one of its own."""
    return next((e for e in (fault, *fault.args) if isinstance(e, OSError)), None)


def _confess(fault: Exception) -> str:
    # Only the kind and the place: the text of an exception can carry a pupil's or a colleague's data.
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{last.filename.replace(chr(92), '/').rsplit('/', 1)[-1]} line {last.lineno}"
    kind = type(fault).__name__
    return f"trustkpi met a fault of its own ({kind} at {place}). Your files are as they were; please report that line."

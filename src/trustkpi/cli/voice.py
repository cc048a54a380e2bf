"""How the command line speaks: plain where its words are piped, drawn on a terminal, and less where less is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TextIO

_WITHOUT_SYMBOLS = str.maketrans({"\N{HEAVY MULTIPLICATION X}": "x", "\N{HEAVY CHECK MARK}": "ok:"})
# Each look goes with a symbol or a word, so that nothing is lost where there is no colour.
_LOOKS = {
    r"✖ ?[^\n:;.]*": "bold red",
    r"✔ ?[^\n:;.]*": "bold green",
    r"(?m)^ *\?(?= )": "bold yellow",
    r"\bsent back\b": "bold red",
}


@dataclass
class Manner:
    """Whether only what needs attention is said."""

    quiet: bool = False


MANNER = Manner()


def speak(text: str, *, error: bool = False) -> None:
    """Write a line to a person, or as it stands to a program."""
    stream = sys.stderr if error else sys.stdout
    if stream.isatty():
        _draw(text, stream, error=error)
    else:
        print(_written(text, stream), file=stream)


def _draw(text: str, stream: TextIO, *, error: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    drawn = Text(f"✖ {text}" if error else text)  # text, never markup: [c] is a figure
    for pattern, look in _LOOKS.items():
        drawn.highlight_regex(pattern, look)
    Console(file=stream, soft_wrap=True, highlight=False).print(drawn)


def _written(text: str, stream: TextIO) -> str:
    """The text, or its symbols as words where the stream's alphabet has none: an older Windows console."""
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(_WITHOUT_SYMBOLS).encode(stream.encoding, errors="replace").decode(stream.encoding)
    return text


def working(on: str) -> Any:
    """A context in which a terminal shows that something is being done; nothing is shown elsewhere."""
    if MANNER.quiet or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(on)


@contextmanager
def counting(on: str) -> Iterator[Callable[[int, int], None] | None]:
    """A context that gives a function (done, of) which draws a bar on a terminal; None elsewhere."""
    if MANNER.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(TextColumn(on), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(on, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)

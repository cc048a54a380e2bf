"""What a page's tab is called."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAB = 30
_AT_THE_END = re.compile(r"(?:[,;&\s]|\s(?:and|of|the|what|or|not|still|to|be|is|it|for|a|from|by|whether|will))+$")


def tab_for(title: str, taken: Iterable[str], *, ends: str = "") -> str:
    """A tab's name: letters that a workbook allows, at most 30 and cut between words, and not one that is taken already."""
    plain, room = "".join(c for c in title if c not in "[]:*?/\\'").strip(), _TAB - len(ends)
    if len(plain) > room:
        plain = re.sub(",? and ", " & ", plain)
    if len(plain) > room:
        plain = _AT_THE_END.sub("", plain[: room + 1].rpartition(" ")[0] or plain[:room])
    used = {t.casefold() for t in taken}
    names = (f"{plain}{ends}", *(f"{plain[: room - 3]} {n}{ends}" for n in range(2, 99)))
    return next(name for name in names if name.casefold() not in used)

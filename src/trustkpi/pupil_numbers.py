"""Unique pupil numbers taken out of free text, should somebody type one."""

from __future__ import annotations

import re

_UPN = re.compile(r"\b[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]\b", re.IGNORECASE)


def without_numbers(words: str) -> str:
    """The words with "[number removed]" where something that looks like a unique pupil number stood."""
    return _UPN.sub("[number removed]", words)

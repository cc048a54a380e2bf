"""Unique pupil numbers that can be nobody's: rightly formed, under the local authority code 000, which is never issued."""

from __future__ import annotations

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are not used


def synthetic_upn(school: int, year: int, serial: int) -> str:
    """The UPN of the serial-th pupil that a synthetic school numbered in a year.

    Its check letter is the weighted sum of the twelve digits (weights 2 to 13) modulo 23: UK Government Data Standards
    Catalogue, Unique Pupil Number 2.0.
    """
    digits = f"000{school:04}{year % 100:02}{serial:03}"
    return _LETTERS[sum(int(d) * weight for weight, d in enumerate(digits, start=2)) % len(_LETTERS)] + digits

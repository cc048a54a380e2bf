"""Which series publish the same counted things, so that one tells what another withholds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from trustkpi.suppression.passing import Flags, Numbers
from trustkpi.suppression.series import Series


def counted_alike(series: Sequence[Series]) -> Iterator[tuple[Series, Series, Flags]]:
    """Pairs of which the second publishes the first's numerator, with the figures where it does.

    It may be its numerator too, or its denominator, or half of that: two sessions are a day.
    """
    by_numerator: dict[bytes, list[Series]] = defaultdict(list)
    for one in (s for s in series if s.adds and (s.n[:-1, 0] > 0).sum() > 1):
        by_numerator[_wholes(one.n)].append(one)
    for other in (s for s in series if s.adds):
        for part in (other.n, other.whole, other.whole / 2):
            for one in (s for s in by_numerator.get(_wholes(part), []) if s is not other):
                yield one, other, np.asarray(one.seen & other.seen & (one.n == part))


def _wholes(part: Numbers) -> bytes:
    return bytes(part[:, 0].tobytes())

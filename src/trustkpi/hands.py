"""How many things are done at a time, where others can work beside."""

from __future__ import annotations

import os

HANDS = min(3, os.cpu_count() or 1)  # more would hold more in memory, and wait for each other; product default

"""trustkpi status: who has sent what, and what is late."""

from __future__ import annotations

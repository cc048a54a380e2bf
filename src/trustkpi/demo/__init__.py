"""A synthetic trust to try things out on: nobody's data, made from the declarations, alike on every machine."""

from __future__ import annotations

from trustkpi.demo.make import make_demo

__all__ = ["make_demo"]

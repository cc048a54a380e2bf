"""Polars expressions in words, with the headings that people know from the sheet."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import polars as pl

from validation.findings import shown

TIMES = "\N{MULTIPLICATION SIGN}"
_AGE = re.compile(r"\(year of 1 September - year of (?P<born>[^()]+)\) - \(month of (?P=born) is at least 9\)")
_ARITHMETIC = {
    "Plus": "+",
    "Minus": "-",
    "Multiply": TIMES,
    "TrueDivide": "÷",
    "Divide": "÷",
}
_COMPARISON = {
    "Eq": "is", "EqValidity": "is", "NotEq": "is not", "NotEqValidity": "is not", "Gt": "is more than", "GtEq": "is at least",
    "Lt": "is less than", "LtEq": "is at most",
}  # fmt: skip
_JOINED = {"And": "and", "LogicalAnd": "and", "Or": "or", "LogicalOr": "or"}
_AGGREGATED = {
    "Sum": "total of",
    "Median": "median of",
    "Mean": "mean of",
    "Min": "least",
    "Max": "greatest",
    "NUnique": "number of different",
    "Count": "number of filled cells of",
}
_TRUTHS = {"Not": "not ({})", "IsNull": "{} is blank", "IsNotNull": "{} is filled in"}
Node = Any
Words = Callable[[Node], str]


def in_words(expression: pl.Expr, named: Mapping[str, str]) -> str:
    """The expression in words; a part that has no plain words says which columns it is worked out from."""
    return _words(json.loads(expression.meta.serialize(format="json")), named)


def _words(node: Node, named: Mapping[str, str]) -> str:
    if node == "Len":
        return "number of rows"
    kind, inner = next(iter(node.items()))
    if kind == "Column":
        return named.get(str(inner), str(inner))
    if kind == "Literal":
        value = _value(node)
        return _days(value) if isinstance(value, timedelta) else shown(value)
    reader = _READERS.get(kind)
    said = reader(inner, lambda part: _words(part, named)) if reader else None
    return said if said is not None else _untold(node, named)


def _days(of: timedelta) -> str:
    return f"{of.days} {'day' if of.days == 1 else 'days'}"


def _untold(node: Node, named: Mapping[str, str]) -> str:
    columns = list(dict.fromkeys(named.get(c, c) for c in _columns(node)))
    return f"a value worked out from {' and '.join(columns)}" if columns else "a fixed value"


def _columns(node: Node) -> list[str]:
    if isinstance(node, dict):
        return [c for key, part in node.items() for c in ([part] if key == "Column" else _columns(part))]
    if isinstance(node, list):
        return [c for part in node if isinstance(part, dict | list) for c in _columns(part)]
    return []


def _value(node: Node) -> Any:
    # Dates and lists are written in Polars' own form, so Polars reads them back.
    return pl.select(pl.Expr.deserialize(io.StringIO(json.dumps(node)), format="json")).item()


def _binary(inner: Node, words: Words) -> str | None:
    left, right, op = inner["left"], inner["right"], inner["op"]
    if op in _ARITHMETIC:
        return _AGE.sub("age on 31 August", f"{_held(left, op, words)} {_ARITHMETIC[op]} {_held(right, op, words)}")
    if op in _COMPARISON:
        return f"{_told(left, words)} {_COMPARISON[op]} {_told(right, words)}"
    if op in _JOINED:
        return f"{_held(left, op, words)} {_JOINED[op]} {_held(right, op, words)}"
    return None


def _held(node: Node, within: str, words: Words) -> str:
    op = _operation(node)
    alike = op == within and within in {"Plus", "Multiply", *_JOINED}
    loose = op is not None and not alike and not (within in _JOINED and op in _COMPARISON)
    return f"({words(node)})" if loose else words(node)


def _told(node: Node, words: Words) -> str:
    return f"({words(node)})" if _is_truth(node) and "Literal" not in node else words(node)


def _operation(node: Node) -> str | None:
    if isinstance(node, dict) and "Cast" in node:
        return _operation(node["Cast"]["expr"])
    found = node["BinaryExpr"]["op"] if isinstance(node, dict) and "BinaryExpr" in node else None
    return str(found) if found else None


def _aggregated(inner: Node, words: Words) -> str | None:
    name, of = next(iter(inner.items()))
    of = of.get("input", of) if isinstance(of, dict) and name in {"Min", "Max", "Count"} else of
    if name not in _AGGREGATED:
        return None
    if "Filter" in of:
        kept = {"Agg": {name: of["Filter"]["input"]}}
        return f"{words(kept)}, where {words(of['Filter']['by'])}"
    if name == "Sum" and _is_truth(of):
        return f"number of rows where {words(of)}"
    if name in {"Sum", "Mean"} and "BinaryExpr" in of:
        return f"{_AGGREGATED[name]} ({words(of)})"
    return f"{_AGGREGATED[name]} {words(of)}"


def _is_truth(node: Node) -> bool:
    if not isinstance(node, dict):
        return False
    if "Cast" in node:
        return _is_truth(node["Cast"]["expr"])
    if "BinaryExpr" in node:
        return node["BinaryExpr"]["op"] in {*_COMPARISON, *_JOINED}
    function = node.get("Function", {})
    name = function.get("function")
    if name == "FillNull":
        return _is_truth(function["input"][0])
    return isinstance(name, dict) and "Boolean" in name


def _function(inner: Node, words: Words) -> str | None:
    name, inputs = inner["function"], inner["input"]
    if name == "FillNull":
        return words(inputs[0])  # a blank counts as nought, as the sheet's own help says
    if name == "AsStruct":
        return " and ".join(words(i) for i in inputs)
    if not isinstance(name, dict):
        return None
    kind, which = next(iter(name.items()))
    if kind == "SumHorizontal":
        return " + ".join(words(i) for i in inputs)
    if kind == "TemporalExpr" and isinstance(which, str) and which in {"Year", "Month", "Day"}:
        return f"{which.casefold()} of {words(inputs[0])}"
    return _truth(which, inputs, words) if kind == "Boolean" else None


def _truth(which: Node, inputs: list[Node], words: Words) -> str | None:
    if isinstance(which, str):
        if which in {"AnyHorizontal", "AllHorizontal"}:
            return f" {'or' if which.startswith('Any') else 'and'} ".join(words(i) for i in inputs)
        return _TRUTHS[which].format(words(inputs[0])) if which in _TRUTHS else None
    if "IsBetween" in which:
        return f"{_told(inputs[0], words)} is from {words(inputs[1])} to {words(inputs[2])}"
    if "IsIn" in which and "Literal" in inputs[1]:
        return f"{words(inputs[0])} is one of {', '.join(shown(v) for v in _value(inputs[1]))}"
    return None


def _ternary(inner: Node, words: Words) -> str:
    otherwise = inner["falsy"]
    nothing = otherwise == {"Literal": {"Scalar": {"Null": "Null"}}}
    return f"{words(inner['truthy'])} where {words(inner['predicate'])}" + ("" if nothing else f", otherwise {words(otherwise)}")


_READERS: Mapping[str, Callable[[Node, Words], str | None]] = {
    "BinaryExpr": _binary,
    "Agg": _aggregated,
    "Function": _function,
    "Ternary": _ternary,
    "Cast": lambda inner, words: words(inner["expr"]),
    "Alias": lambda inner, words: words(inner[0]),
    "Filter": lambda inner, words: f"{words(inner['input'])}, where {words(inner['by'])}",
}

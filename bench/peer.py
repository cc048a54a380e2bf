"""The same reading, checking and measuring, written plainly with pandas and openpyxl, as an analyst would write it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

TOTALS = {"possible": ["present", "educational", "authorised", "unauthorised"]}
BREAKDOWNS = ["sex", "year_group", "fsm", "fsm6", "sen", "ethnicity", "language", "looked_after", "child_in_need"]


def read(path: Path, about: dict[str, Any]) -> pd.DataFrame:
    """The rows of a return's sheet, typed, with the academy that its cover names."""
    sheets = pd.read_excel(path, sheet_name=["Cover", about["sheet"]], header=None, engine="openpyxl")
    cover, grid = sheets["Cover"], sheets[about["sheet"]]
    row = about["heading_row"]
    frame = grid.iloc[row:].set_axis(grid.iloc[row - 1], axis=1).dropna(how="all")
    frame = frame.rename(columns={c["label"]: c["name"] for c in about["columns"]})[[c["name"] for c in about["columns"]]]
    for column in about["columns"]:
        frame[column["name"]] = typed(frame[column["name"]], column)
    beside = next(
        cover.iloc[i, j + 1] for i in range(len(cover)) for j in range(cover.shape[1] - 1) if cover.iloc[i, j] == "Academy"
    )
    return frame.assign(academy=beside, row=frame.index + 1)


def typed(values: pd.Series, column: dict[str, Any]) -> pd.Series:
    """The column as numbers, dates, truths or text; what will not go is missing."""
    if column["type"] in {"Int64", "Float64"}:
        made = pd.to_numeric(values, errors="coerce") * column["scale"]
        return made if column["blank"] is None else made.fillna(column["blank"])
    if column["type"] == "Date":
        return pd.to_datetime(values, errors="coerce")
    if column["type"] == "Boolean":
        return values.map({"Yes": True, "No": False, True: True, False: False})
    return values.astype("string").str.strip()


def wrong_in(values: pd.Series, column: dict[str, Any]) -> dict[str, pd.Series]:
    """What is wrong, and in which rows, by the rules of one column."""
    number = column["type"] in {"Int64", "Float64"}
    rules = {
        "is blank": values.isna() if column["required"] else None,
        "is not one of the choices": values.notna() & ~values.isin(column["one_of"]) if column["one_of"] else None,
        "is not in the form": values.notna() & ~(values.str.match(column["matches"]) == True) if column["matches"] else None,  # noqa: E712
        "is too low": values < column["at_least"] * column["scale"] if number and column["at_least"] is not None else None,
        "is too high": values > column["at_most"] * column["scale"] if number and column["at_most"] is not None else None,
    }
    return {says: where for says, where in rules.items() if where is not None}


def check(frame: pd.DataFrame, about: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Column, row and what is wrong, for every cell that breaks a rule of its column, a total or the key."""
    found: list[tuple[str, int, str]] = []
    for column in about["columns"]:
        for says, where in wrong_in(frame[column["name"]], column).items():
            found += [(column["name"], row, says) for row in frame.loc[where, "row"]]
    for total, parts in TOTALS.items():
        if total in frame:
            found += [(total, row, "does not add up") for row in frame.loc[frame[total] != frame[parts].sum(axis=1), "row"]]
    return found + [("key", row, "is given twice") for row in frame.loc[frame.duplicated(about["key"]), "row"]]


def measure(pupils: pd.DataFrame) -> pd.DataFrame:
    """Attendance, absence, persistent and severe absence, lateness: by academy and trust, whole and by group."""
    absent = pupils["authorised"] + pupils["unauthorised"]
    facts = pupils.assign(
        absent=absent, attended=pupils["present"] + pupils["educational"], pupils=1,
        persistent=(absent * 10 >= pupils["possible"]) & (pupils["possible"] > 0),
        severe=(absent * 2 >= pupils["possible"]) & (pupils["possible"] > 0),
    )  # fmt: skip
    sums = ["possible", "attended", "absent", "authorised", "unauthorised", "code_l", "persistent", "severe", "pupils"]
    tables = []
    for grain in (["academy"], []):
        for group in ([], *([b] for b in BREAKDOWNS)):
            keys = [*grain, *group]
            made = facts.groupby(keys)[sums].sum().reset_index() if keys else facts[sums].sum().to_frame().T
            tables.append(made.assign(grain=",".join(grain), breakdown=",".join(group)))
    results = pd.concat(tables)
    for rate in ("attended", "absent", "authorised", "unauthorised", "code_l"):
        results[f"{rate}_rate"] = 100 * results[rate] / results["possible"]
    for share in ("persistent", "severe"):
        results[f"{share}_share"] = 100 * results[share] / results["pupils"]
    return results


def main() -> None:
    """Tells the seconds as one line of JSON."""
    folder, spec = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    began = time.perf_counter()
    frames: dict[str, list[pd.DataFrame]] = {}
    wrong: list[tuple[str, int, str]] = []
    for about in spec:
        for path in sorted(folder.glob(f"*{about['return']}*.xlsx")):
            frame = read(path, about)
            wrong += check(frame, about)
            frames.setdefault(about["sheet"], []).append(frame)
    results = measure(pd.concat(frames["Pupils"]))
    print(json.dumps({"peer": time.perf_counter() - began, "wrong": len(wrong), "results": len(results)}))


main()

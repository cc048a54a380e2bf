"""The same reading, checking and measuring, written plainly with pandas and openpyxl, as an analyst would write it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl  # noqa: F401  pandas would import it within the time that is taken
import pandas as pd

OPENS, CLOSES = pd.Timestamp(2025, 9, 1), pd.Timestamp(2025, 12, 19)
PHASE = "Primary"  # all academies of this trust
TOTALS = {"possible": ["present", "educational", "authorised", "unauthorised"]}
BREAKDOWNS = ["sex", "ethnic_group", "eal", "year_group", "fsm", "sen", "medical", "social_care"]
GRAINS = {"academy": ["academy"], "phase": ["phase"], "trust": []}
ABSENT_FOR = ["c", "c1", "c2", "e", "i", "j1", "m", "r", "s", "t", "h", "f", "g", "n", "o", "u"]
NEEDS = ["SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "DS", "OTH", "NSA"]
Shares = dict[str, tuple[str, str | None]]  # KPI to what is divided by what; by nothing where things are merely counted
ATTENDANCE: Shares = {
    "absence_rate": ("absent", "possible"),
    "authorised_absence_rate": ("authorised", "possible"),
    "unauthorised_absence_rate": ("unauthorised", "possible"),
    "attendance_rate": ("attended", "possible"),
    "persistent_absence_rate": ("persistent", "enrolled"),
    "severe_absence_rate": ("severe", "enrolled"),
    "absence_rate_of_persistently_absent": ("absent_persistently", "possible_persistently"),
    "enrolments_counted": ("enrolled", None),
}
LATE: Shares = {"late_rate": ("late", "possible")}
REASONS: Shares = {f"absence_code_{code}_rate": (f"code_{code}", "possible") for code in ABSENT_FOR}
EVERYBODY: Shares = {
    "service_pupils": ("service", None),
    "grt_pupils": ("gypsy_roma_traveller", None),
    "b_d_code_share": ("b_and_d", "possible_and_d"),
}
SEN: Shares = {
    "sen_total_pct": ("with_sen", "enrolled"),
    "sen_support_pct": ("sen_support", "enrolled"),
    "ehcp_pct": ("ehcp", "enrolled"),
}
NEED: Shares = {f"need_{need.lower()}_share": (f"need_{need}", "enrolled") for need in NEEDS}


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


def described(pupils: pd.DataFrame) -> pd.DataFrame:
    """The pupils with all that is added up, and what they are grouped by."""
    absent = pupils["authorised"] + pupils["unauthorised"]
    persistent = absent * 10 >= pupils["possible"]
    here = pupils["status"].isin(["C", "M"]) & (pupils["joined"] <= CLOSES) & (pupils["left"].isna() | (pupils["left"] > CLOSES))
    cared_for = pd.Series("None of these", pupils.index).mask(pupils["child_in_need"] == True, "Child in need")  # noqa: E712
    cared_for = cared_for.mask(pupils["child_protection"] == True, "Child protection plan")  # noqa: E712
    needs = {f"need_{need}": pupils["sen_need"] == need for need in NEEDS}
    return pupils.assign(
        enrolled=1, absent=absent, attended=pupils["present"] + pupils["educational"], late=pupils["code_l"] + pupils["code_u"],
        persistent=persistent, severe=absent * 2 >= pupils["possible"],
        absent_persistently=absent.where(persistent, 0), possible_persistently=pupils["possible"].where(persistent, 0),
        service=here & (pupils["service_child"] == "Y"), gypsy_roma_traveller=here & pupils["ethnicity"].isin(["WIRT", "WROM"]),
        b_and_d=pupils["code_b"] + pupils["code_d"], possible_and_d=pupils["possible"] + pupils["code_d"],
        with_sen=pupils["sen"].isin(["K", "E"]), sen_support=pupils["sen"] == "K", ehcp=pupils["sen"] == "E",
        age=OPENS.year - pupils["born"].dt.year - (pupils["born"].dt.month >= OPENS.month),
        ethnic_group=pupils["ethnicity"].str[0], eal=pupils["language"] != "ENG",
        social_care=cared_for.mask(pupils["looked_after"] == True, "Looked after"), phase=PHASE, **needs,  # noqa: E712
    )  # fmt: skip


def measure(pupils: pd.DataFrame) -> pd.DataFrame:
    """Every KPI of the attendance return: by academy, phase and trust, whole and by group."""
    every = described(pupils)
    roll = every[every["possible"] > 0]
    cohort = roll[(roll["boarder"] == "N") & roll["age"].between(5, 15)]
    on_roll = every[every["left"].isna() & (every["status"] != "S")]
    tables = [
        tabled("cohort", cohort, ATTENDANCE, BREAKDOWNS),
        tabled("roll", roll, ATTENDANCE, BREAKDOWNS),
        tabled("uncut", cohort, LATE, BREAKDOWNS),
        tabled("uncut", cohort, REASONS, []),
        tabled("", every, EVERYBODY, []),
        tabled("on_roll", on_roll, SEN, ["sex", "fsm", "year_group"]),
        tabled("with_sen", on_roll[on_roll["with_sen"]], NEED, []),
    ]
    return pd.concat(tables)


def tabled(population: str, pupils: pd.DataFrame, shares: Shares, breakdowns: list[str]) -> pd.DataFrame:
    """One row a KPI, place and group."""
    sums = sorted({name for pair in shares.values() for name in pair if name})
    tables = []
    for grain, place in GRAINS.items():
        for group in ([], *([b] for b in breakdowns)):
            keys = [*place, *group]
            made = pupils.groupby(keys)[sums].sum().reset_index() if keys else pupils[sums].sum().to_frame().T
            about = made.assign(
                population=population, grain=grain, place=made[place[0]] if place else "Trust",
                breakdown=group[0] if group else "", group=made[group[0]].astype("string") if group else "",
            )[["population", "grain", "place", "breakdown", "group"]]  # fmt: skip
            for kpi, (above, below) in shares.items():
                value = made[above] if below is None else 100 * made[above] / made[below].where(made[below] != 0)
                tables.append(about.assign(kpi=kpi, value=value.astype(float)))
    return pd.concat(tables).dropna(subset="value")


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
    told = {"peer": time.perf_counter() - began, "wrong": len(wrong), "results": len(results)}
    results.to_csv(sys.argv[3], index=False)
    print(json.dumps(told))


main()

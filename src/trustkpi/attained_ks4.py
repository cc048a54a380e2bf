"""A pupil's key stage 4 from results: Attainment 8 and its elements, Progress 8, English and maths, and the EBacc."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from trustkpi.attainment.progress import Estimate, element_scores, estimates, prior_group, pupil_score
from trustkpi.attainment.slots import EBACC, LANGUAGE, LITERATURE, MATHS, OPEN, Elements, Entry, elements
from trustkpi.attainment.thresholds import Ebacc, average_points, english_and_maths, entered
from trustkpi.derived import Derived, like
from validation.model import YES_NO, cell
from validation.returns.outcomes import POINTS, Leavers, Results

LAST_PROGRESS_8 = 2023  # the September of 2023/24
_IN_EBACC = ("COMBINED", "SCIENCE", "HUMANITY", "FOREIGN")
_SLOTS = {"ENG_LANG": LANGUAGE, "ENG_LIT": LITERATURE, "MATHS": MATHS, **dict.fromkeys(_IN_EBACC, EBACC), "OPEN": OPEN}
_WHOSE = ("academy", "period", "upn")
Row = Mapping[str, Any]


def _points(label: str, help: str) -> Any:
    return cell(label, unit=POINTS, help=help, example=1.0, required=False)


class KeyStage4(
    Derived, made_from=(Leavers, Results), title="Key stage 4 worked out", one_row="one pupil at the end of key stage 4",
    personal=True, key=("upn",), intro="Made from the pupils and their results.",
):  # fmt: skip
    """Derived rows: nobody types them. Points are kept in hundredths, Progress 8 in thousandths."""

    upn: str = like(Leavers, "upn")
    disadvantaged: bool = like(Leavers, "disadvantaged")
    sen: str = like(Leavers, "sen")
    a8: int = _points("Attainment 8", "Of at most 90.")
    p8: int = _points("Progress 8", "In thousandths; blank without prior attainment, and in years that have none.")
    p8_english: int = _points("Progress 8, English", "In thousandths.")
    p8_maths: int = _points("Progress 8, maths", "In thousandths.")
    em4: bool = cell("English and maths at 4", unit=YES_NO, help="Either English.", example=True)
    em5: bool = cell("English and maths at 5", unit=YES_NO, help="Either English.", example=True)
    in_ebacc: bool = cell("Entered the EBacc", unit=YES_NO, help="Every pillar.", example=False)
    aps: int = _points("EBacc points", "Six pillars added up.")

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a pupil, those without a result included."""
        pupils, results = frames
        sat: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in results.iter_rows(named=True):
            sat[tuple(row[name] for name in _WHOSE)].append(row)
        rows = [_pupil(row, sat.get(tuple(row[name] for name in _WHOSE), [])) for row in pupils.iter_rows(named=True)]
        schema = {**cls.dtypes(), "academy": pl.String(), "period": pl.String(), "_opens": pl.Date(), "_closes": pl.Date()}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _pupil(pupil: Row, results: list[Row]) -> dict[str, Any]:
    got = elements(Entry(_SLOTS[r["slot"]], r["points"], double=r["slot"] == "COMBINED", gcse=r["gcse"]) for r in results)
    ebacc = _ebacc(results)
    english = (ebacc.language, ebacc.literature)
    estimate = _estimate(pupil)
    score = element_scores(got, estimate) if estimate else (None, None)
    return {
        **{name: pupil[name] for name in ("academy", "period", "_opens", "_closes", "upn", "disadvantaged", "sen")},
        "a8": got.attainment_8,
        "p8": _progress(pupil, got, estimate),
        "p8_english": _thousandths(score[0]),
        "p8_maths": _thousandths(score[1]),
        "em4": english_and_maths(4, *english, ebacc.maths),
        "em5": english_and_maths(5, *english, ebacc.maths),
        "in_ebacc": entered(ebacc),
        "aps": average_points(ebacc)[0],
    }


def _estimate(pupil: Row) -> Estimate | None:
    if pupil["ks2_reading"] is None or pupil["ks2_maths"] is None or pupil["_opens"].year > LAST_PROGRESS_8:
        return None
    return estimates()[prior_group(pupil["ks2_reading"], pupil["ks2_maths"])]


def _progress(pupil: Row, got: Elements, estimate: Estimate | None) -> int | None:
    """DfE's adjusted score (typed in hundredths) where there is one, else the pupil's own."""
    if estimate is None:
        return None
    return 10 * pupil["adjusted"] if pupil["adjusted"] is not None else _thousandths(pupil_score(got, estimate))


def _thousandths(score: float | None) -> int | None:
    return None if score is None else round(score * 1000)


def _ebacc(results: Iterable[Row]) -> Ebacc:
    by_slot: dict[str, list[int]] = defaultdict(list)
    for row in results:
        by_slot[row["slot"]].append(row["points"])
    best = {slot: max(points) for slot, points in by_slot.items()}
    singles = by_slot["SCIENCE"] if len(by_slot["SCIENCE"]) > 2 else []  # noqa: PLR2004  three of the four single sciences
    combined = [best["COMBINED"]] * 2 if "COMBINED" in best else []
    science = max(combined, sorted(singles, reverse=True)[:2], key=sum)
    return Ebacc(
        best.get("ENG_LANG"), best.get("ENG_LIT"), best.get("MATHS"), tuple(science), best.get("HUMANITY"), best.get("FOREIGN")
    )

"""What pupils, parents, staff and governors say: the share that agrees, and how many answered."""

from __future__ import annotations

import polars as pl

from trustkpi.derived import Derived
from trustkpi.kpi import PERCENT_SHOWN, PRODUCT_DEFAULT, Breakdown, Polarity, Population, Ratio, Source, kpi
from trustkpi.limits import default
from trustkpi.register import Register, RowRag
from validation.model import CODE, PEOPLE, PERCENT, TEXT, cell
from validation.returns.surveys import AUDIENCES, QUESTIONS, Questions
from validation.vocabulary import STANDARDS

ENOUGH = 10  # answers
PARENT_VIEW = Source(
    "Ofsted Parent View: toolkit for schools: results of a question are shown from 10 responses",
    "https://www.gov.uk/guidance/ofsted-parent-view-toolkit-for-schools",
)
_AGREES, _SAYS = pl.col("strongly_agree") + pl.col("agree"), pl.col("responses") - pl.col("dont_know")
_ANSWERED = pl.col("responses") >= ENOUGH
_SAFE = pl.col("question") == "SAFE"
_OF_PUPILS_AND_PARENTS = pl.col("audience").is_in(["PUPILS", "PARENTS"])
_FEEL_SAFE = default(90, 80, "no source sets how many should feel safe; nine in ten is green, eight amber")
_RESPONSE = default(50, 30, "no source sets a response rate; half is green, three in ten amber")

AUDIENCE = Breakdown.by_code("audience", "Audience", AUDIENCES)
PUPILS_SAFE = Population(
    "pupils_safe",
    "pupils' answers on feeling safe, where at least 10 answered",
    _SAFE & _ANSWERED & (pl.col("audience") == "PUPILS"),
    source=PARENT_VIEW,
)
EVERYBODY_SAFE = Population(
    "everybody_safe",
    "pupils' and parents' answers on feeling safe, where at least 10 answered",
    _SAFE & _ANSWERED & _OF_PUPILS_AND_PARENTS,
    source=PARENT_VIEW,
)
ASKED_SAFE = Population(
    "asked",
    "pupils' and parents' answers on feeling safe, which every survey of them asks",
    _SAFE & _OF_PUPILS_AND_PARENTS,
)


def agree() -> Ratio:
    """Those who agree, of those who say anything but that they do not know."""
    return Ratio(_AGREES.sum(), _SAYS.sum())


@kpi(title="Pupils who feel safe", focus=("T5.1-g",), committee=STANDARDS, reads=Questions, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=PUPILS_SAFE, bands=_FEEL_SAFE, source=PARENT_VIEW)  # fmt: skip
def pupil_feels_safe_pct() -> Ratio:
    """Pupils who agree that they feel safe at school, as a share of those who answered, 'do not know' left out."""
    return agree()


@kpi(title="Pupils and parents who say that pupils feel safe", focus=("T5.1-o",), committee=STANDARDS, reads=Questions,
    shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, over=EVERYBODY_SAFE, bands=_FEEL_SAFE, breakdowns=(AUDIENCE,),
    source=PARENT_VIEW)  # fmt: skip
def feels_safe_pct() -> Ratio:
    """Pupils and parents who agree that pupils feel safe, as a share of those who answered, 'do not know' left out."""
    return agree()


@kpi(title="Response rate of pupils and parents", focus=("T5.1-o",), committee=STANDARDS, reads=Questions, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=ASKED_SAFE, bands=_RESPONSE, breakdowns=(AUDIENCE,))  # fmt: skip
def response_rate() -> Ratio:
    """Pupils and parents who answered whether pupils feel safe, as a share of those who were asked."""
    return Ratio(pl.col("responses").sum(), pl.col("invited").sum())


class Answers(
    Derived, made_from=(Questions,), title="Answers", one_row="one question to one audience of one academy",
    intro="Made from the surveys: the share that agrees.", key=("audience", "question"),
):  # fmt: skip
    """Derived rows: nobody types them."""

    audience: str = cell("Audience", unit=CODE, help="Who was asked.", example="PUPILS", one_of=AUDIENCES)
    question: str = cell("Question", unit=CODE, help="What was asked.", example="SAFE", one_of=QUESTIONS)
    invited: int = cell("Asked", unit=PEOPLE, help="How many.", example=180)
    responses: int = cell("Answered", unit=PEOPLE, help="How many.", example=150)
    share: float = cell(
        "Agree, %", unit=PERCENT, help="Of those who say anything but that they do not know.", example=90.3, required=False
    )
    benchmark: float = cell("Benchmark, %", unit=PERCENT, help="Somebody else's.", example=88.0, required=False)
    benchmark_of: str = cell("Whose", unit=TEXT, help="Whose figure, of which year.", example="Parent View", required=False)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The questions that at least 10 people answered, with the share that agrees to one decimal."""
        (questions,) = frames
        return questions.filter(_ANSWERED & (_SAYS > 0)).with_columns(share=(_AGREES * 100 / _SAYS).round(1))


ANSWERS = Register(
    name="survey_answers", title="What surveys say", focus=("T5.1-o",), committee=STANDARDS, reads=Answers,
    columns=("academy", "audience", "question", "invited", "responses", "share", "benchmark", "benchmark_of"),
    meaning="Questions that at least 10 people answered, the least agreed with first.", order=("share", "academy"),
    rag=RowRag(pl.col("share") < 70, pl.col("share") < 90,
        f"{PRODUCT_DEFAULT}: red where fewer than 70% agree, amber where fewer than 90% do"),
    source=PARENT_VIEW,
)  # fmt: skip

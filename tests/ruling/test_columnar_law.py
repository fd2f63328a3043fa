"""The columnar engine agrees with the reference on every event, reasons included, on every back end."""

from __future__ import annotations

from datetime import date

import duckdb
import polars as pl
import pytest
from backends import Table, every_backend, frame, in_memory_backends, on_spark, polars_rows, spark_rows
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from ruling_models import Event, events, models

from remit.contract import Provision
from remit.errors import RequestProblem
from remit.ruling import Model, rule, unsettled
from remit.ruling.columnar import rule_table
from remit.ruling.masks import Reasons
from remit.ruling.values import text


def agree(table: Table, model: Model, question: str, drawn: list[Event], canons: bool = True) -> None:
    reasons = Reasons(model, question, canons)
    for event, row in zip(drawn, table(model, frame(drawn, model), question, canons=canons), strict=True):
        expected = rule(model, question, event, canons=canons)
        assert row["verdict"] == expected.verdict, event
        assert row["value"] == (text(expected.value) if expected.verdict == "ruled" else None), event
        assert (row["needs"] or "") == ",".join(expected.needs)
        because, overridden = reasons.of(row)
        assert overridden == expected.overridden
        if len(event) == 5 and "device" not in event.values() and expected.verdict != "error":
            assert set(expected.because) <= set(because)
            assert question in ("due", "most") or set(because) == set(expected.because)


@in_memory_backends
@pytest.mark.parametrize("question", ["coverage", "due", "most", "credit"])
@settings(max_examples=15)
@given(data=st.data(), drawn=st.lists(events(), min_size=1, max_size=12), canons=st.booleans())
def test_columns_equal_the_reference(
    table: Table, question: str, data: st.DataObject, drawn: list[Event], canons: bool
) -> None:
    agree(table, data.draw(models(question)), question, drawn, canons)


@pytest.mark.parametrize("question", [pytest.param(q, marks=on_spark) for q in ("coverage", "due", "credit")])
@settings(max_examples=2, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data(), drawn=st.lists(events(), min_size=8, max_size=12))
def test_columns_equal_the_reference_on_spark(question: str, data: st.DataObject, drawn: list[Event]) -> None:
    agree(spark_rows, data.draw(models(question)), question, drawn)


@in_memory_backends
@settings(max_examples=15)
@given(model=models(), drawn=st.lists(events(whole=True), min_size=1, max_size=12))
def test_columns_equal_the_reference_where_all_is_known(
    table: Table, model: Model, drawn: list[Event]
) -> None:
    agree(table, model, "coverage", drawn)


@pytest.mark.parametrize("question", ["coverage", "due", "most", "credit"])
@given(data=st.data(), drawn=st.lists(events(), min_size=1, max_size=12))
def test_looking_up_in_the_diagram_of_all_events_changes_nothing(
    question: str, data: st.DataObject, drawn: list[Event]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unsettled, "MANY", 0)
        agree(polars_rows, data.draw(models(question)), question, drawn)


@every_backend
def test_every_row_is_ruled_by_the_text_of_its_day(table: Table) -> None:
    def version(value: str, start: date | None, end: date | None) -> Provision:
        return Provision(id="a", question="coverage", value=value, effective_from=start, effective_to=end)

    model = Model(
        [
            version("included", None, date(2026, 6, 30)),
            version("chargeable", date(2026, 7, 1), date(2026, 8, 31)),
            version("excluded", date(2026, 9, 2), None),
        ]
    )
    days = ["2026-09-02T00:00", "2026-06-30T23:59", "2026-07-01T00:00", "2026-09-01T12:00", None]
    drawn: list[Event] = [{"reported_at": d} if d else {} for d in days]
    told = frame(drawn, model)
    for events_ in (told, told.with_columns(pl.col("reported_at").str.to_datetime(time_unit="us"))):
        values = [r["value"] for r in table(model, events_, "coverage")]
        assert values == ["excluded", "included", "chargeable", None, "excluded"]


@every_backend
def test_a_row_without_a_proper_date_is_an_error_of_its_own(table: Table) -> None:
    for end in (None, date(2026, 6, 30)):
        model = Model([Provision(id="a", question="coverage", value="included", effective_to=end)])
        days = ["last week", "2026-02-30", "2026-03-01T25:00", "2026-03-01", None, "2026-03-01 09:10:00.5Z"]
        drawn: list[Event] = [{"reported_at": d} if d else {} for d in days]
        rows = table(model, frame(drawn, model), "coverage")
        assert [r["verdict"] for r in rows] == [rule(model, "coverage", e).verdict for e in drawn]
        assert [r["verdict"] for r in rows][:3] == ["error"] * 3


def test_a_lazy_table_stays_lazy() -> None:
    model = Model([Provision(id="a", question="coverage", value="included", when={"subject": "laptop"})])
    assert isinstance(rule_table(model, pl.LazyFrame({"subject": ["laptop", None]})), pl.LazyFrame)
    with duckdb.connect() as connection:
        table = connection.sql("select 'laptop' as subject")
        assert isinstance(rule_table(model, table), duckdb.DuckDBPyRelation)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"subject": ["laptop", None, "spaceship"]},
            ["subject", "'spaceship' in row 3", "Known: device, computer"],
        ),
        ({"in_warranty": [None, "maybe"]}, ["in_warranty", "'maybe' in row 2", "true or false"]),
        ({"device_age_years": [5.0, 99.0]}, ["device_age_years", "99.0 in row 2", "0 to 40"]),
        ({"device_age_years": ["old"]}, ["device_age_years", "'old' in row 1", "numbers"]),
        ({"reported_at": [20260301]}, ["reported_at", "dates and times"]),
        ({"verdict": [1]}, ["verdict", "Rename"]),
    ],
)
def test_what_a_fact_cannot_be_is_refused_by_row_and_column(
    columns: dict[str, list[object]], said: list[str]
) -> None:
    when = {"subject": "laptop", "in_warranty": True, "device_age_years": "> 5"}
    model = Model([Provision(id="a", question="coverage", value="included", when=when)])
    with pytest.raises(RequestProblem) as caught:
        rule_table(model, pl.DataFrame(columns))
    for part in said:
        assert part in str(caught.value)
    with pytest.raises(RequestProblem, match=said[0]):
        rule_table(model, pl.LazyFrame(columns))

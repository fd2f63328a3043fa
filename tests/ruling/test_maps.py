"""Maps add up, and can be read without seeing colours."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from ruling_models import WORDS, models

from remit.contract import Condition, Provision
from remit.errors import ModelProblem, RequestProblem
from remit.ruling import Model
from remit.ruling.gaps import Analysis
from remit.ruling.maps import coverage_map, map_picture


@given(model=models())
def test_fields_add_up_to_the_whole(model: Model) -> None:
    analysis = Analysis(model)
    facts = [model.space.axes[at].fact for at in analysis.regions.axes]
    if len(facts) > 1:
        fields = [f for row in coverage_map(model, "coverage", facts[0], facts[1]).fields for f in row]
        assert sum(f.events for f in fields) == analysis.regions.size(analysis.regions.whole)
        assert sum(f.silent for f in fields) == analysis.regions.size(analysis.where("silent"))
        assert sum(f.conflict for f in fields) == analysis.regions.size(analysis.where("conflict"))
        for answer in ("in", "extra", "out"):
            ruled = [r for o, r in analysis.outcomes if o.verdict == "ruled" and o.value == answer]
            assert sum(f.answers.get(answer, 0) for f in fields) == sum(map(analysis.regions.size, ruled))


def model(when: dict[str, object]) -> Model:
    return Model(
        [Provision(id="a", question="coverage", value="in", when=Condition.parse(when, WORDS))], WORDS
    )


def test_picture_says_in_words_what_it_shows() -> None:
    found = coverage_map(
        model({"subject": "device", "age": "> 2", "warranty": True}), "coverage", "age", "subject"
    )
    root = ET.fromstring(map_picture(found))  # noqa: S314 - our own text
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"100 %", "50 %", "up to 2", "over 2", "in 50 %"} <= set(texts)
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "it is silent on" in told
    assert told in root.attrib["aria-label"]


@pytest.mark.parametrize(
    ("age", "columns"),
    [
        ("> 2", ("up to 2", "over 2")),
        (">= 2", ("under 2", "from 2")),
        ("2", ("under 2", "2", "over 2")),
        ("2..4", ("under 2", "2 to 4", "over 4")),
    ],
)
def test_numbers_that_no_provision_tells_apart_are_one_column(age: str, columns: tuple[str, ...]) -> None:
    assert coverage_map(model({"age": age}), "coverage", "age", "subject").columns == columns


def test_a_fact_that_nothing_tests_makes_no_difference() -> None:
    found = coverage_map(model({"subject": "device"}), "coverage", "age", "cause")
    assert found.columns == ("any",)
    assert all(3 * f.silent == f.events for row in found.fields for f in row)
    with pytest.raises(ModelProblem, match="colour"):
        coverage_map(model({}), "coverage", "colour", "age")
    with pytest.raises(RequestProblem, match="reported_at"):
        coverage_map(model({}), "coverage", "reported_at", "age")

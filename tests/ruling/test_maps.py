"""Maps add up, and can be read without seeing colours."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from ruling_models import WORDS, models

from remit.contract import Condition, Provision
from remit.errors import RequestProblem
from remit.ruling import Model
from remit.ruling.gaps import Analysis
from remit.ruling.maps import coverage_map, map_picture


@given(model=models())
def test_fields_add_up_to_the_whole(model: Model) -> None:
    analysis = Analysis(model)
    facts = [model.space.axes[at].fact for at in analysis.regions.axes]
    if len(facts) > 1:
        fields = [f for row in coverage_map(analysis, facts[0], facts[1]).fields for f in row]
        assert sum(f.events for f in fields) == analysis.regions.size(analysis.regions.whole)
        assert sum(f.silent for f in fields) == analysis.regions.size(analysis.where("silent"))
        assert sum(f.conflict for f in fields) == analysis.regions.size(analysis.where("conflict"))


def test_picture_says_in_words_what_it_shows() -> None:
    when = Condition.parse({"subject": "device", "age": "> 2", "warranty": True}, WORDS)
    analysis = Analysis(Model([Provision(id="a", question="coverage", value="in", when=when)], WORDS))
    root = ET.fromstring(map_picture(coverage_map(analysis, "age", "subject")))  # noqa: S314 - our own text
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"100 %", "50 %", "0 to 2", "2 to 9", "9"} <= set(texts)
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "it is silent on" in told
    with pytest.raises(RequestProblem, match="cause"):
        coverage_map(analysis, "cause", "age")

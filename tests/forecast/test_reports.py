"""Reports of forecasts and comparisons: what they rest on first, errors on figures, pictures that say what they show."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from example_offers import NEEDS, OFFERS, engine_only
from lxml import html
from rich.console import Console

from remit.contract import Contract
from remit.errors import ModelProblem, RequestProblem
from remit.forecast.comparison import Comparison, compare
from remit.forecast.comparison_terminal import print_comparison
from remit.forecast.drawing import ticks
from remit.forecast.forecasting import Simulated, forecast
from remit.forecast.levers import try_levers
from remit.forecast.money import short, whole
from remit.forecast.pdf import browser, write_pdf
from remit.forecast.record import Forecast
from remit.forecast.report_html import pictures, render_html
from remit.forecast.report_terminal import print_forecast


@pytest.fixture(scope="module")
def found(simulated: Simulated) -> Forecast:
    """With the changes of terms tried for the last offer."""
    last = simulated.forecast.offers[2]
    tried = try_levers(simulated.world, simulated.outcomes[2].offer, years=60)
    offers = (*simulated.forecast.offers[:2], last.model_copy(update={"tried": tried}))
    return simulated.forecast.model_copy(update={"offers": offers})


@pytest.fixture(scope="module")
def compared(simulated: Simulated) -> Comparison:
    return compare(OFFERS, lambda _, value: str(value), simulated=simulated)


def printed(width: int, of: Any, *given: Any) -> str:
    out = io.StringIO()
    of(*given, Console(file=out, width=width))
    return out.getvalue()


def test_a_forecast_says_first_that_it_is_mostly_assumed(found: Forecast) -> None:
    assert found.rests.mostly_assumed
    said = printed(100, print_forecast, found)
    assert said.index("Mostly assumed") < said.index("BY-THE-HOUR")
    assert "Your 495 tickets" in said
    assert render_html(found).index("Mostly assumed") < render_html(found).index("What it costs by year")


def test_a_forecast_on_the_client_s_own_numbers_does_not(simulated: Simulated) -> None:
    known = simulated.world.known.priors
    own = {n: p.value for n, p in known.items() if not p.in_money}
    needs = NEEDS.model_copy(update={"assumptions": own | {n: 50.0 for n, p in known.items() if p.in_money}})
    one = forecast(
        OFFERS[:1], needs, years=40, levers=False, moved=("usual_care", "waiting"), answering=engine_only
    )
    assert not one.forecast.rests.mostly_assumed
    assert one.forecast.rests.assumed == 0


@pytest.mark.parametrize("width", [80, 100, 120])
def test_terminal_reports_fit(found: Forecast, compared: Comparison, width: int) -> None:
    for said in (
        printed(width, print_forecast, found),
        printed(width, print_comparison, compared, found),
        printed(width, print_comparison, compared, None),
    ):
        assert max(len(line.rstrip()) for line in said.splitlines()) <= width
        assert "\x1b" not in said


def test_readings_that_are_not_sure_are_told_before_the_figures_are_believed() -> None:
    name, contract = OFFERS[2]
    fee = contract.fields["recurring_fee"].model_copy(
        update={"state": "read", "confidence": 0.5, "confirmed": None}
    )
    bound = contract.fields["early_termination_fee"].model_copy(update={"state": "unsure", "confirmed": None})
    doubtful = contract.model_copy(
        update={"fields": {**contract.fields, "recurring_fee": fee, "early_termination_fee": bound}}
    )
    made = forecast(
        [(name, doubtful)], NEEDS, years=40, levers=False, moved=("waiting",), answering=engine_only
    )
    it = made.forecast.offers[0]
    assert [(d.field, d.says) for d in it.doubtful] == [
        ("recurring_fee", "95 USD per user per month"),
        ("early_termination_fee", "yes"),
    ]
    assert "Check these readings first" in printed(100, print_forecast, made.forecast)
    assert fee.evidence
    tree: Any = html.document_fromstring(render_html(made.forecast))
    assert fee.evidence.quote in tree.text_content()


def test_every_mean_carries_its_error(found: Forecast) -> None:
    said = printed(120, print_forecast, found)
    for it in found.offers:
        for name in ("cost", "bill", "profit"):
            figure = it.a_year[name]
            shown = f"{whole(figure.mean, 2)} ± {whole(figure.mean_error, 2)}"
            assert shown in said.replace("\N{NO-BREAK SPACE}", " ")
            assert figure.mean_error > 0


def test_what_to_ask_for_has_its_wording(found: Forecast) -> None:
    tried = found.offers[2].tried
    assert tried
    cured = [c.lever for c in tried.cures if c.lever]
    assert cured
    said = " ".join(printed(100, print_forecast, found).split())
    page = render_html(found)
    for e in tried.effects:
        if e.lever in cured:
            assert e.wording in said
        assert e.wording.replace("'", "&#39;") in page


def test_the_page_asks_nothing_of_the_network(found: Forecast, compared: Comparison) -> None:
    page = render_html(found, compared)
    tree: Any = html.document_fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not tree.xpath("//script | //link | //img | //*[@style] | //*[@src]")
    assert len(tree.xpath("//style")) == 1
    ids = [e.get("id") for e in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    for element in tree.xpath("//*[@aria-labelledby]"):
        assert set(element.get("aria-labelledby").split()) <= set(ids)
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3")]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_names_of_contracts_are_text(found: Forecast, compared: Comparison) -> None:
    rude = "<script>alert(1)</script>"
    offers = tuple(it.model_copy(update={"name": rude}) for it in found.offers[:1])
    page = render_html(
        found.model_copy(update={"offers": offers, "client": rude}),
        compared.model_copy(update={"names": (rude, rude, rude)}),
    )
    assert rude not in page
    tree: Any = html.document_fromstring(page)
    assert rude in tree.text_content()
    assert all(rude not in drawn for drawn in pictures(found.model_copy(update={"offers": offers})).values())


@pytest.mark.parametrize("name", ["cost-by-year", "made-of", "exposure", "tornado-1"])
def test_a_picture_is_svg_and_says_in_words_what_it_shows(found: Forecast, name: str) -> None:
    drawn = pictures(found)[name]
    tree = ET.fromstring(drawn)  # noqa: S314 - our own picture
    space = "{http://www.w3.org/2000/svg}"
    assert tree.get("role") == "img"
    title, words = tree.find(f"{space}title"), tree.find(f"{space}desc")
    assert title is not None
    assert title.text
    assert words is not None
    assert words.text
    assert re.search(r"\d", words.text)
    width, height = float(tree.get("width") or 0), float(tree.get("height") or 0)
    for e in tree.iter(f"{space}rect"):
        assert 0 <= float(e.get("x") or 0) <= width
        assert float(e.get("x") or 0) + float(e.get("width") or 0) <= width + 1
        assert float(e.get("y") or 0) + float(e.get("height") or 0) <= height
    assert "style=" not in drawn


def test_json_holds_everything(found: Forecast, compared: Comparison) -> None:
    data = json.loads(json.dumps(found.model_dump(mode="json", by_alias=True)))
    assert data["schema"] == "remit/forecast/1"
    assert Forecast.model_validate(data) == found
    other = json.loads(json.dumps(compared.model_dump(mode="json", by_alias=True)))
    assert Comparison.model_validate(other) == compared


def test_a_contract_without_a_fee_gets_one_message() -> None:
    with pytest.raises(ModelProblem, match="no regular fee"):
        forecast([("empty", Contract(schema="remit/contract/1"))], NEEDS, years=40, answering=engine_only)


def test_without_a_browser_a_pdf_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "no-browser"))
    assert browser() is None
    with pytest.raises(RequestProblem, match="none was found") as problem:
        write_pdf("<p>x", tmp_path / "x.pdf")
    assert "--html" in problem.value.hint
    assert not (tmp_path / "x.pdf").exists()


def test_a_browser_that_makes_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lame = tmp_path / "lame"
    lame.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    lame.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(lame))
    with pytest.raises(RequestProblem, match="made no PDF"):
        write_pdf("<p>x", tmp_path / "x.pdf")


def test_a_browser_makes_a_pdf(found: Forecast, tmp_path: Path) -> None:
    """Without a browser on this machine the page itself is what can be checked."""
    target = tmp_path / "forecast.pdf"
    if browser() is None:
        assert "@media print" in render_html(found)
        return
    write_pdf(render_html(found), target)
    assert target.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in tmp_path.iterdir()] == ["forecast.pdf"]


def test_numbers_in_words() -> None:
    assert whole(-1_234_567, 2) == "−12,346"
    assert [short(v, 2) for v in (0, 99_900, 12_000_000, 150_000_000)] == ["0", "999", "120k", "1.5m"]
    assert ticks(0, 100, 5) == [0, 20, 40, 60, 80, 100]
    assert ticks(3, 3) == [3]

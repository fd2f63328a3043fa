"""`remit forecast` and `remit compare` as a person runs them, and what they say when they can't."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from program import TERMS, refused, remit

OFFERS = Path(__file__).parents[2] / "examples" / "offers"
NEEDS = OFFERS / "needs.yaml"
HOURLY, ALL_IN = OFFERS / "by-the-hour.yaml", OFFERS / "all-in.yaml"
QUICK = ("--years", "100", "--quick")


def test_a_forecast_is_printed_and_written(tmp_path: Path) -> None:
    page, pictures = tmp_path / "f.html", tmp_path / "pictures"
    done = remit("forecast", HOURLY, "--needs", NEEDS, *QUICK, "--html", page, "--svg", pictures)
    assert done.code == 0, done.err
    assert "Mostly assumed" in done.out
    assert "LARCH STREET COMPUTERS LLC" in done.out
    assert "What it costs by year" in page.read_text(encoding="utf-8")
    assert sorted(p.name for p in pictures.iterdir()) == [
        "cost-by-year.svg",
        "exposure.svg",
        "made-of.svg",
        "tornado-1.svg",
    ]


def test_a_comparison_is_printed_with_and_without_needs() -> None:
    plain = remit("compare", HOURLY, ALL_IN)
    assert plain.code == 0, plain.err
    assert "WHO PAYS FOR WHAT" in plain.out
    assert "Give --needs" in plain.out
    done = remit("compare", HOURLY, ALL_IN, "--needs", NEEDS, *QUICK, "--json")
    data = json.loads(done.out)
    assert data["names"] == ["Larch Street Computers LLC", "Tamarack IT Partners Inc."]
    assert data["between"][0]["mean"] < 0
    assert data["forecast"]["schema"] == "remit/forecast/1"


def test_the_same_seed_gives_the_same_figures_and_another_gives_others() -> None:
    def cost(*more: str) -> int:
        done = remit("compare", HOURLY, ALL_IN, "--needs", NEEDS, *QUICK, "--json", *more)
        return int(json.loads(done.out)["forecast"]["offers"][0]["a_year"]["cost"]["mean"])

    assert cost() == cost("--seed", "1") != cost("--seed", "2")
    assert cost("--set", "user_hour_value=0") != cost()


def test_documents_of_one_contract_are_joined_or_stand_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "offer"
    folder.mkdir()
    shutil.copy(OFFERS / "all-in.md", folder / "all-in.md")
    shutil.copy(OFFERS / "by-the-hour.md", tmp_path / "a+b.md")
    done = remit(
        "compare",
        folder,
        f"{OFFERS / 'base-and-extras.md'}+{OFFERS / 'by-the-hour.md'}",
        tmp_path / "a+b.md",
        "--json",
    )
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert len(data["names"]) == 3
    assert len(set(data["names"])) == 3


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ("people: 1000000000\n", "people can't be 1000000000"),
        ("people: 5\ndevices: [{kind: laptop, age: -1}]\n", "age can't be -1"),
        ("people: 5\ndevices: [{kind: laptop, bought: 2024-03}]\n", "as of which day"),
        ("people: 5\ncurrency: EUR\n", "priced in USD"),
        ("people: 5\ncurrency: XYZ\n", "XYZ is not known"),
        ("people: 5\nassumptions: {labour_cost: -4}\n", "labour_cost can't be -4"),
        ("people: 5\nassumptions: {labor_cost: 4}\n", "Did you mean 'labour_cost'?"),
        ("people: [5\n", "line 2"),
    ],
)
def test_impossible_needs_get_one_message(tmp_path: Path, needs: str, said: str) -> None:
    path = tmp_path / "needs.yaml"
    path.write_text(needs, encoding="utf-8")
    refused(remit("forecast", HOURLY, "--needs", path, *QUICK), said)


def test_a_contract_without_a_fee_gets_one_message(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    refused(remit("forecast", path, "--needs", NEEDS, *QUICK), "no regular fee")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forecast", HOURLY), "what there is to look after"),
        (("forecast", HOURLY, "--needs", NEEDS, "--set", "labour_cost"), "sets no number"),
        (("forecast", HOURLY, "--needs", NEEDS, "--set", "wages=5"), "'wages' is no assumption"),
        (("forecast", HOURLY, "--needs", "nowhere.yaml"), "There is no file nowhere.yaml"),
        (("forecast", HOURLY, "--needs", NEEDS, "--html", HOURLY), "is one of the files to read"),
        (("forecast", HOURLY, "--needs", NEEDS, "--svg", HOURLY), "is a file"),
        (("compare", HOURLY), "two contracts or more"),
        (("compare", HOURLY, "nowhere.pdf"), "There is no file nowhere.pdf"),
        (("compare", HOURLY, ALL_IN, "--svg", "pictures"), "of a forecast"),
        (("compare", HOURLY, ALL_IN, "--set", "labour_cost=5"), "what there is to look after"),
    ],
)
def test_what_makes_no_sense_gets_one_message(arguments: tuple[str | Path, ...], said: str) -> None:
    refused(remit(*arguments), said)


def test_an_empty_folder_is_no_contract(tmp_path: Path) -> None:
    refused(remit("compare", HOURLY, tmp_path), "is empty")


def test_a_pdf_without_a_browser_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    done = remit("forecast", HOURLY, "--needs", NEEDS, "--pdf", tmp_path / "f.pdf")
    refused(done, "none was found")


def test_needs_can_be_asked_for_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "needs.yaml"
    done = remit(
        "forecast",
        HOURLY,
        "--interview",
        "--save-needs",
        kept,
        *QUICK,
        "--json",
        stdin="many\n50\n2\n40\n\n2\n",
    )
    assert done.code == 0, done.err
    assert "How many people work with computers?" in done.err
    assert "Give a whole number." in done.err
    asked = json.loads(done.out)
    again = json.loads(remit("forecast", HOURLY, "--needs", kept, *QUICK, "--json").out)
    assert asked == again
    assert asked["people"] == [50, 50, 50]


def test_an_interview_without_an_answer_gets_one_message() -> None:
    done = remit("forecast", HOURLY, "--interview", *QUICK, stdin="")
    assert done.code == 2
    assert "The number of people was not given." in done.err


def test_an_impossible_answer_gets_one_message() -> None:
    done = remit("forecast", HOURLY, "--interview", *QUICK, stdin="1000000000\n")
    assert done.code == 2
    assert "people can't be 1000000000" in done.err

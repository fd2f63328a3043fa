"""Finding clauses: the usual kinds are found where they stand, and files in and out keep to their form."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from remit.clauses import Clause, find
from remit.clauses.__main__ import main
from remit.clauses.cutting import cut
from remit.clauses.features import rows
from remit.clauses.finding import arrays, finder, load
from remit.clauses.heads import NEVER, applies

CONTRACT = """NETWORK CARE AGREEMENT

This Network Care Agreement (this "Agreement") is entered into as of March 4, 2021 by and between Birch Lane Systems, Inc., a Delaware corporation ("Birch"), and Oak Row Foods LLC, a Nevada limited liability company ("Oak Row").

1. Term. The initial term of this Agreement shall begin on March 4, 2021 and shall continue for three (3) years unless earlier terminated as provided herein.

1.1 Renewal. Thereafter this Agreement shall automatically renew for successive periods of one (1) year unless either party gives the other written notice of non-renewal at least sixty (60) days before the end of the then current term.

2. Limitation of Liability. In no event shall the aggregate liability of Birch under this Agreement exceed the fees paid by Oak Row in the twelve (12) months before the claim arose.

3. Assignment. Neither party may assign this Agreement without the prior written consent of the other party.

4. Governing Law. This Agreement shall be governed by and construed in accordance with the laws of the State of Nevada.

5. Tea. The kitchen on the second floor has a kettle that visitors may use.
"""


def best(category: str) -> str:
    clause = next(c for c in find(CONTRACT) if c.category == category)
    return CONTRACT[clause.start : clause.end]


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("Governing Law", "laws of the State of Nevada"),
        ("Anti-Assignment", "Neither party may assign"),
        ("Cap On Liability", "aggregate liability of Birch"),
        ("Renewal Term", "automatically renew"),
        ("Notice Period To Terminate Renewal", "notice of non-renewal"),
        ("Expiration Date", "three (3) years"),
        ("Agreement Date", "March 4, 2021"),
        ("Parties", "Birch"),
    ],
)
def test_each_kind_is_found_where_it_stands(category: str, words: str) -> None:
    assert words in best(category)


def test_what_is_no_clause_scores_low() -> None:
    kettle = CONTRACT.index("The kitchen")
    assert max((c.score for c in find(CONTRACT) if c.start == kettle), default=0.0) < 0.3


def test_the_surest_come_first_and_the_least_score_cuts() -> None:
    everything = find(CONTRACT)
    assert everything == sorted(everything, key=lambda c: -c.score)
    assert find(CONTRACT, least=0.5) == [c for c in everything if c.score >= 0.5]
    assert all(0 <= c.score <= 1 for c in everything)


@pytest.mark.parametrize("text", ["", " \n\t ", "Hello", "()", "1. 2. 3."])
def test_texts_that_are_no_contracts_are_read_without_harm(text: str) -> None:
    assert all(isinstance(c, Clause) and c.score < 0.9 for c in find(text))


def test_a_stored_finder_finds_the_same() -> None:
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays(finder()))  # type: ignore[arg-type] # all are arrays
    assert load(buffer.getvalue()).find(CONTRACT) == finder().find(CONTRACT)


def test_scores_are_the_scaled_sum_of_a_candidates_features() -> None:
    whole = cut(CONTRACT)
    table, heads = rows(whole), finder().heads
    scores = heads.scores(whole, table)
    k, i = (
        heads.categories.index("Governing Law"),
        next(
            i
            for i, c in enumerate(whole.candidates)
            if c.kind == "sentence" and "governed by" in whole.words_of(c)
        ),
    )
    own = slice(int(table.bounds[i]), int(table.bounds[i + 1]))
    pairs = [(heads.place[c], v) for c, v in zip(table.columns[own], table.values[own], strict=True)]
    pairs = [(at, v * heads.scale[at]) for at, v in pairs if at >= 0]
    norm = sum(v * v for _, v in pairs) ** 0.5
    assert scores[i, k] == pytest.approx(
        sum(v / norm * heads.weights[at, k] for at, v in pairs) + heads.bias[k], abs=1e-3
    )


def test_a_date_is_never_an_insurance_clause() -> None:
    whole = cut(CONTRACT)
    dates = np.array([c.kind == "date" for c in whole.candidates])
    assert not applies(whole, "Insurance")[dates].any()
    scores = finder().heads.scores(whole, rows(whole))
    assert (scores[dates, finder().heads.categories.index("Insurance")] == NEVER).all()


def test_a_file_of_contracts_gives_a_file_of_spans(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "data.jsonl", tmp_path / "out.jsonl"
    line_separator = "Rates\u2028stay. " + CONTRACT
    rows_in = [{"file": "a.txt", "text": CONTRACT, "spans": []}, {"file": "b.txt", "text": line_separator}]
    data.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows_in), encoding="utf-8")
    assert main([str(data), str(out)]) == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    assert f"{len(found)} spans" in capsys.readouterr().out
    assert {r["file"] for r in found} == {"a.txt", "b.txt"}
    texts = {"a.txt": CONTRACT, "b.txt": line_separator}
    assert all(
        set(r) == {"file", "category", "text", "score"} and r["text"] in texts[r["file"]] for r in found
    )


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"file": "a"}', '{"file": "a", "text": 5}', "7"])
def test_a_line_that_is_no_contract_is_named(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text('{"file": "a", "text": "b"}\n' + line + "\n")
    assert main([str(data), str(tmp_path / "out.jsonl")]) == 2
    assert "line 2" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_files_that_can_not_be_read_or_written_end_with_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl")]) == 2
    (tmp_path / "data.jsonl").write_text("")
    assert main([str(tmp_path / "data.jsonl"), str(tmp_path / "no" / "out.jsonl")]) == 2
    (tmp_path / "bad.jsonl").write_bytes(b"\xff\xfe")
    assert main([str(tmp_path / "bad.jsonl"), str(tmp_path / "out.jsonl")]) == 2
    assert main([]) == 2
    assert capsys.readouterr().err.count("remit: ") == 4

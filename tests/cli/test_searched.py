"""A silence is shown: what was searched, and what was not given to be searched."""

from __future__ import annotations

import json
from pathlib import Path

from program import remit

AGREEMENT = """SUPPORT AGREEMENT

This Agreement is made between Northgate Computing Ltd (the "Provider") and Holm Bakery Ltd (the "Client").

1. Services

1.1 The Provider shall mend faults of the Client's computers during Business Hours. The monthly fee covers this.

1.2 Work that is not a fault is charged at the rates set out in Schedule 2.

2. Term

2.1 This Agreement begins on 1 March 2026 and continues for twelve months.
"""


def test_silence_names_what_was_searched_and_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "agreement.txt"
    file.write_text(AGREEMENT)
    facts = ["--fact", "activity=restore", "--fact", "outcome=data_lost", "--question", "loss"]
    told = remit("ask", str(file), *facts)
    assert told.out.startswith(("The contract does not say.", "Unsure. Perhaps: The contract does not say."))
    assert "Searched: the whole document" in told.out
    assert "Schedule 2" in told.out
    assert "is not among the documents given" in " ".join(told.out.split())
    data = json.loads(remit("ask", str(file), *facts, "--json").out)
    assert data["searched"]["documents"] == ["agreement.txt"]
    assert len(data["searched"]["missing"]) == 1

"""Answers that do not go together are found across questions."""

from __future__ import annotations

from remit.contract import Contract, Provision
from remit.ruling.coherence import incoherences


def test_excluded_and_yet_the_provider_pays() -> None:
    contract = Contract(
        schema="remit/contract/1",
        provisions=(
            Provision(id="misuse", question="coverage", value="excluded", when={"cause": "user"}),
            Provision(
                id="parts",
                question="payer",
                value="provider",
                when={"activity": "parts", "in_warranty": True},
            ),
            Provision(id="rest", question="payer", value="client", residual=True),
        ),
    )
    [found] = incoherences(contract)
    assert found.because == ("misuse", "parts")
    assert found.facts["activity"] == "parts"
    assert found.clash.why in found.words
    assert 0 < found.cells < found.of
    coherent = contract.model_copy(update={"provisions": contract.provisions[1:]})
    assert list(incoherences(coherent)) == []

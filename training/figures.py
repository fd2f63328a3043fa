"""How the trained answers compare with careful readers': the same figures as the scorer's, by kind of agreement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from train import Row

DECIDED = {"included", "chargeable", "excluded", "provider", "client", "shared", "allowed", "not_allowed"}
_PAYER = {"chargeable": "client pays", "excluded": "client pays"}


def report(guessed: Sequence[tuple[Row, dict[str, float]]], rows: Path | None) -> None:
    table = []
    for row, chances in guessed:
        best = max(chances, key=lambda a: chances[a])
        top = row.relevance.argsort()[::-1][:3].tolist() if len(row.relevance) else []
        table.append(
            {"unit": row.unit.name, "family": row.unit.family, "kind": row.unit.kind, "id": row.scenario["id"],
             "asks": row.scenario["asks"], "want": row.answer, "got": best, "confidence": chances[best],
             "chances": chances, "top": top}
        )  # fmt: skip
    for kind in ("real", "written"):
        print(kind, figures([r for r in table if r["kind"] == kind]))
    for asks in ("coverage", "loss", "permission"):
        print(" real,", asks, figures([r for r in table if r["kind"] == "real" and r["asks"] == asks]))
    if rows:
        rows.write_text(json.dumps(table))


def figures(table: Sequence[dict[str, object]]) -> str:
    n = len(table)
    right = [r["want"] == r["got"] for r in table]
    payer = [_PAYER.get(str(r["want"]), r["want"]) == _PAYER.get(str(r["got"]), r["got"]) for r in table]
    decided = [r["got"] == "silent" for r in table if r["want"] in DECIDED]
    undecided = [r["got"] in DECIDED for r in table if r["want"] not in DECIDED]
    ranked = sorted(table, key=lambda r: -float(str(r["confidence"])))[: n // 2]
    half = [r["want"] == r["got"] for r in ranked]
    shares = {"exact": right, "payer": payer, "false_sil": decided, "false_cert": undecided, "acc@50": half}
    return f"n={n} " + " ".join(f"{k}={sum(v) / max(1, len(v)):.3f}" for k, v in shares.items())

"""Learn how far each deed speaks for the provider or the client (remit/reader/deeds.json), and report how often it is right.

    python training/deeds.py --gold FOLDER --contracts FILE.jsonl [--without PATTERN] [--check]

Taught by contracts that call their parties by their roles: what "the Supplier" does is what suppliers do. The role's
own words are hidden from it. Reported on contracts left out: how often the two parties would be told apart by what
they do alone. --without leaves out contracts whose name matches.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from remit.reader.deeds import deeds
from remit.reader.segment import clean

TARGET = Path(__file__).parents[1] / "src" / "remit" / "reader" / "deeds.json"
_PROVIDER = (
    "Service Provider",
    "Provider",
    "Supplier",
    "Contractor",
    "Vendor",
    "Consultant",
    "Licensor",
    "Developer",
)
_CLIENT = (
    "Client",
    "Customer",
    "Licensee",
    "Subscriber",
    "Purchaser",
    "Buyer",
    "Recipient",
    "Owner",
    "Company",
)
LEAST = 25
"""Deeds of each party that a contract needs to teach."""


def texts(gold: Path, contracts: Path) -> Iterator[tuple[str, str]]:
    for line in contracts.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record["file"], record["text"]
    for folder in sorted((gold / "docs").iterdir()):
        yield folder.name, " ".join(p.read_text(errors="replace") for p in sorted(folder.iterdir()))


def found(text: str, words: tuple[str, ...]) -> dict[str, float]:
    party = re.compile(rf"\b(?:{'|'.join((*words, *map(str.upper, words)))})(?!s)\b")
    counts = Counter(deeds(text, party))
    return {d: math.log1p(n) for d, n in counts.items()} if sum(counts.values()) >= LEAST else {}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--contracts", type=Path, required=True)
    parser.add_argument("--without", default="$^")
    parser.add_argument("--check", action="store_true", help="report only; write nothing")
    options = parser.parse_args()
    rows: list[dict[str, float]] = []
    names: list[str] = []
    for name, text in texts(options.gold, options.contracts):
        if not re.search(options.without, name, re.IGNORECASE):
            sides = found(clean(text), _PROVIDER), found(clean(text), _CLIENT)
            if all(sides):
                rows += sides
                names += [name, name]
    common = Counter(d for row in rows for d in row)
    rows = [{d: v for d, v in row.items() if common[d] >= 4} for row in rows]
    vectors = DictVectorizer()
    x, y = vectors.fit_transform(rows), np.tile([1, 0], len(rows) // 2)
    line = LogisticRegression(C=0.1, max_iter=2000, fit_intercept=False)
    score = cross_val_predict(line, x, y, groups=names, cv=GroupKFold(12), method="decision_function")
    told = float((score[::2] > score[1::2]).mean())
    print(
        f"{len(rows) // 2} contracts: told apart {told:.3f}, each by itself {float(((score > 0) == y).mean()):.3f}"
    )
    if not options.check:
        weights = line.fit(x, y).coef_[0]
        kept = {d: round(float(w), 3) for d, w in zip(vectors.get_feature_names_out(), weights, strict=True)}
        TARGET.write_text(json.dumps({d: w for d, w in kept.items() if abs(w) >= 0.02}, indent=0) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Train the scorer that names a duty's kind, and report how it does on providers that it was not trained on.

    python training/duty_kinds.py --gold FOLDER [--without FAMILY ...] [--out FILE] [--check]

The rules of remit.reader.duty_kinds are one of its features: where it was not better than they are on unseen
families, it would not ship.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from examples import Example, Quotes, Unit, units
from heads import Labels, fit, matrix, save
from remit.reader.duty_kinds import features, learnt, ruled
from remit.reader.features import columns
from remit.reader.model import Linear
from train import folds

TARGET = Path(__file__).parents[1] / "src" / "remit" / "reader" / "duty_kinds.npz"


def taught(agreements: Sequence[Unit]) -> Iterator[Example]:
    """Every labelled duty that stands in the text; `decides` is the party, `effect` the kind."""
    for unit in agreements:
        quotes = Quotes(unit.segments)
        for duty in unit.labels["duties"]:
            found = quotes.find(duty["quote"])
            if found:
                segment = unit.segments[found[0]]
                yield Example(segment, unit.family, unit.kind, duty["party"], duty["kind"])


def row(example: Example) -> list[int]:
    segment, party = example.segment, example.decides
    around = f"{segment.lead} {segment.heading}"
    return columns(features(party, segment.text, around))


def labels_of(examples: Sequence[Example]) -> dict[str, Labels]:
    heads = sorted({f"{e.decides}:{e.effect}" for e in examples})
    party = np.array([e.decides for e in examples])
    return {
        head: np.where(
            party == head.split(":")[0], [float(head == f"{e.decides}:{e.effect}") for e in examples], np.nan
        )
        for head in heads
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--without", nargs="*", default=(), help="families to leave out of what is written")
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--check", action="store_true", help="report only; write nothing")
    options = parser.parse_args()
    agreements = units(options.gold)
    examples = list(taught(agreements))
    rows = [row(e) for e in examples]
    x, labels = matrix(rows), labels_of(examples)
    family = np.array([e.family for e in examples])
    right = np.zeros((2, len(examples)), dtype=bool)
    for part in folds(agreements):
        out = np.isin(family, list(part))
        model = fit(examples, x, labels, ~out)
        for i in np.flatnonzero(out):
            right[:, i] = _right(examples[i], rows[i], model)
    _report(examples, right)
    if not options.check:
        save(fit(examples, x, labels, ~np.isin(family, list(options.without))), options.out)
        print(f"{options.out.name}: {options.out.stat().st_size // 1024} kB")
    return 0


def _right(example: Example, features_of: list[int], model: Linear) -> tuple[bool, bool]:
    """Whether the rules, and whether the scorer, name the kind."""
    around = f"{example.segment.lead} {example.segment.heading}"
    rules = ruled(example.decides, example.segment.text, around)
    return rules == example.effect, learnt(example.decides, features_of, model) == example.effect


def _report(examples: Sequence[Example], right: NDArray[np.bool_]) -> None:
    print("on unseen families       duties  rules  scorer")
    for party in ("client", "provider"):
        for kind in ("real", "written"):
            mine = np.array([e.decides == party and e.kind == kind for e in examples])
            rules, scorer = right[:, mine].mean(axis=1)
            print(f"{party:8} {kind:8} {int(mine.sum()):12}  {rules:.3f}  {scorer:.3f}")


if __name__ == "__main__":
    sys.exit(main())

"""`remit compare`: contracts side by side, where they rule differently, and which costs less on the same futures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from remit.cli.forecast import Html, Json, NeedsFile, Pdf, Quick, Seed, Set, Svg, Years
from remit.errors import FileProblem, RequestProblem

if TYPE_CHECKING:
    from remit.contract import Contract

JOIN = "+"


def compare(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="CONTRACT CONTRACT...",
            help="Each a file, several files joined with + (master.pdf+schedule.pdf), or a folder.",
            show_default=False,
        ),
    ],
    needs: NeedsFile = None,
    years: Years = 10_000,
    seed: Seed = 1,
    assume: Set = None,
    html: Html = None,
    pdf: Pdf = None,
    svg: Svg = None,
    quick: Quick = False,
    as_json: Json = False,
) -> None:
    """Compare contracts: what they state, where they rule differently, who carries which loss, what each costs."""
    import sys

    from remit.cli.forecast import check_targets, key_assumptions, needed, write
    from remit.cli.output import print_json
    from remit.cli.progress import progress
    from remit.files import load

    groups = [documents(word) for word in files]
    if len(groups) < 2:
        raise RequestProblem(
            "A comparison needs two contracts or more.",
            "Give each as one argument; join the documents of one with +, or put them into a folder.",
        )
    wanted = needed(needs, assume) if needs or assume else None
    if svg and wanted is None:
        raise RequestProblem("The pictures are of a forecast.", "Give --needs.")
    moved = key_assumptions() if quick else ()
    check_targets([path for group in groups for path in group], html, pdf, svg)
    with progress() as report:
        contracts = [load(group, report).contract for group in groups]
        named = list(zip(names(contracts, files), contracts, strict=True))
        from remit.forecast.comparison import compare as compare_contracts
        from remit.review.wording import say

        simulated = None
        if wanted:
            from remit.forecast.forecasting import forecast

            simulated = forecast(
                named, wanted, years=years, seed=seed, levers=False, moved=moved, progress=report
            )
        compared = compare_contracts(
            named, lambda kind, value: say(kind, value, {}), simulated=simulated, progress=report
        )
    found = simulated.forecast if simulated else None
    write(found, html, pdf, svg, quiet=as_json, compared=compared)
    if as_json:
        data = compared.model_dump(mode="json", by_alias=True)
        print_json({**data, "forecast": found.model_dump(mode="json", by_alias=True) if found else None})
    else:
        from rich.console import Console

        from remit.forecast.comparison_terminal import print_comparison

        print_comparison(compared, found, Console(file=sys.stdout, highlight=False))


def documents(word: str) -> list[Path]:
    """The files of one contract: a file, a folder of them, or several joined with +."""
    path = Path(word)
    if path.is_dir():
        held = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
        if not held:
            raise FileProblem(f"The folder {path} is empty.", "Put the contract's documents into it.")
        return held
    if path.exists() or JOIN not in word:
        return [path]
    return [Path(part) for part in word.split(JOIN) if part]


def names(contracts: list[Contract], words: list[str]) -> list[str]:
    """Each contract by its provider; by its files where two have the same, or none."""
    found = [str(c.value("provider_name") or "") for c in contracts]
    stems = [
        " + ".join(p.stem for p in documents(word)) if not Path(word).is_dir() else Path(word).name
        for word in words
    ]
    named = [n if n and found.count(n) == 1 else stem for n, stem in zip(found, stems, strict=True)]
    # The same file given twice is told apart by its place.
    return [n if named.count(n) == 1 else f"{n} ({k})" for k, n in enumerate(named, 1)]

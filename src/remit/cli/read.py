"""`remit read`: contract files become a terms file, JSON, a summary, or their bare text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from remit.errors import RequestProblem

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
]


def read(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a terms file (YAML) to check and edit."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Print the documents' text; every offset counts in it.")
    ] = False,
    original: Annotated[
        bool, typer.Option("--original", help="With --text: as it was before tracked changes.")
    ] = False,
) -> None:
    """Read contract files into terms that a person can check and edit."""
    from remit.cli.output import check_target, print_json, save
    from remit.cli.progress import progress
    from remit.files import load

    if text or original:
        if output:
            raise RequestProblem(
                "--text prints the text; it does not write a terms file.", "Leave out -o or --text."
            )
        _print_text(files, original, as_json)
        return
    if output:
        check_target(output, files)
    with progress() as report:
        agreement = load(files, report)
    if output:
        from remit.contract.terms import dump_terms

        save(output, dump_terms(agreement.contract))
        typer.echo(f"Wrote {output}.", err=True)
    if as_json:
        from remit.contract.export import export

        print_json(export(agreement.contract))
    elif not output:
        from remit.cli.summary import print_summary

        print_summary(agreement.contract)


def _print_text(files: list[Path], original: bool, as_json: bool) -> None:
    from remit.cli.output import print_exactly, print_json
    from remit.cli.progress import progress
    from remit.document.open import open_documents
    from remit.files import is_terms_file

    if any(is_terms_file(file) for file in files):
        raise RequestProblem("A terms file has no document text.", "Give the contract's documents.")
    with progress() as report:
        documents = open_documents(files, progress=report)
    texts = [(d.name, d.original if original and d.original is not None else d.text) for d in documents]
    if as_json:
        print_json([{"name": name, "text": body} for name, body in texts])
    elif len(texts) == 1:
        print_exactly(texts[0][1])
    else:
        for name, body in texts:
            print_exactly(f"=== {name} ===\n{body}\n")

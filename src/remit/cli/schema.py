"""`remit schema`: the JSON Schema of the program's files and outputs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Shape(StrEnum):
    terms = "terms"
    contract = "contract"
    needs = "needs"


def schema(
    shape: Annotated[
        Shape,
        typer.Argument(
            help="terms: the terms file; contract: what `remit read --json` prints; needs: the needs file."
        ),
    ] = Shape.terms,
) -> None:
    """Print the JSON Schema of a terms file, of the JSON of a contract, or of a needs file."""
    from remit.cli.output import print_json
    from remit.contract.schema import contract_schema, terms_schema

    if shape is Shape.needs:
        from remit.forecast.needs import needs_schema

        print_json(needs_schema())
        return
    print_json(terms_schema() if shape is Shape.terms else contract_schema())

"""`remit schema`: the JSON Schema of the program's files and outputs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Shape(StrEnum):
    terms = "terms"
    contract = "contract"


def schema(
    shape: Annotated[
        Shape, typer.Argument(help="terms: the terms file; contract: what `remit read --json` prints.")
    ] = Shape.terms,
) -> None:
    """Print the JSON Schema of a terms file or of the JSON of a contract."""
    from remit.cli.output import print_json
    from remit.contract.schema import contract_schema, terms_schema

    print_json(terms_schema() if shape is Shape.terms else contract_schema())

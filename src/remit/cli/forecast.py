"""`remit forecast`: what a contract will cost, and what it earns the provider, over years drawn at random."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from remit.forecast.comparison import Comparison
    from remit.forecast.needs import Needs
    from remit.forecast.record import Forecast

NeedsFile = Annotated[
    Path | None,
    typer.Option("--needs", metavar="FILE", help="What you need: people, devices, tickets, growth (YAML)."),
]
Years = Annotated[int, typer.Option("--years", min=100, max=1_000_000, help="Years to simulate, at least.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same figures everywhere.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=NUMBER", help="An assumption of your own; repeat as needed."),
]
Interview = Annotated[
    bool, typer.Option("--interview", help="Ask for what you need, where there is no file of it.")
]
SaveNeeds = Annotated[
    Path | None, typer.Option("--save-needs", metavar="FILE", help="Write what was said in the interview.")
]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a web page.")]
Pdf = Annotated[
    Path | None, typer.Option("--pdf", metavar="FILE", help="Write the report as PDF (by Chromium).")
]
Svg = Annotated[
    Path | None, typer.Option("--svg", metavar="FOLDER", help="Write every picture as an SVG file.")
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Move only the key assumptions, and try no changes of terms.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def forecast(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
    ],
    needs: NeedsFile = None,
    years: Years = 10_000,
    seed: Seed = 1,
    assume: Set = None,
    html: Html = None,
    pdf: Pdf = None,
    svg: Svg = None,
    interview: Interview = False,
    save_needs: SaveNeeds = None,
    quick: Quick = False,
    as_json: Json = False,
) -> None:
    """Forecast a contract: your cost in a usual and in a bad year, the provider's profit, and what moves them."""
    import sys

    from remit.cli.output import check_target, print_json
    from remit.cli.progress import progress
    from remit.files import load

    if save_needs:
        check_target(save_needs, files)
    wanted = needed(needs, assume, interview=interview or sys.stdin.isatty(), save_to=save_needs)
    check_targets(files, html, pdf, svg)
    with progress() as report:
        agreement = load(files, report)
        from remit.forecast.forecasting import forecast as forecast_contracts

        name = str(agreement.contract.value("provider_name") or files[0].stem)
        found = forecast_contracts(
            [(name, agreement.contract)],
            wanted,
            years=years,
            seed=seed,
            levers=not quick,
            moved=key_assumptions() if quick else (),
            progress=report,
        ).forecast
    write(found, html, pdf, svg, quiet=as_json)
    if as_json:
        print_json(found.model_dump(mode="json", by_alias=True))
    else:
        from rich.console import Console

        from remit.forecast.report_terminal import print_forecast

        print_forecast(found, Console(file=sys.stdout, highlight=False))


def needed(
    path: Path | None, assume: list[str] | None, *, interview: bool = False, save_to: Path | None = None
) -> Needs:
    """The needs in the file or from an interview, with the assumptions set on the command line."""
    from remit.errors import RequestProblem
    from remit.forecast.needs import load_needs
    from remit.forecast.priors import priors

    if path is None and not interview:
        raise RequestProblem(
            "A forecast needs to know what there is to look after.",
            "Write `people: 50` into a file and give it with --needs, or be asked with --interview.",
        )
    values = {}
    for pair in assume or ():
        name, _, number = pair.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError as problem:
            raise RequestProblem(
                f"'{pair}' sets no number.", "Write for example --set labour_cost=60."
            ) from problem
    priors().with_values(values)
    if path is None:
        from remit.cli.needs_interview import ask_needs
        from remit.cli.output import save

        found, text = ask_needs()
        if save_to:
            save(save_to, text)
    else:
        found = load_needs(path)
    return found.model_copy(update={"assumptions": found.assumptions | values})


def key_assumptions() -> tuple[str, ...]:
    from remit.forecast.priors import priors

    return tuple(name for name, prior in priors().priors.items() if prior.key)


def check_targets(files: list[Path], html: Path | None, pdf: Path | None, svg: Path | None) -> None:
    """Refuses before any work is done what could not be written."""
    from remit.cli.output import check_target
    from remit.errors import RequestProblem

    for target in (html, pdf):
        if target:
            check_target(target, files)
    if pdf:
        from remit.forecast.pdf import check_browser

        check_browser()
    if svg and svg.exists() and not svg.is_dir():
        raise RequestProblem(f"{svg} is a file.", "Give a folder for the pictures.")


def write(
    found: Forecast | None,
    html: Path | None,
    pdf: Path | None,
    svg: Path | None,
    *,
    quiet: bool,
    compared: Comparison | None = None,
) -> None:
    """The files that were asked for."""
    from remit.cli.output import save
    from remit.forecast.report_html import pictures, render_html

    if html:
        save(html, render_html(found, compared))
        typer.echo(f"Wrote {html}", err=quiet)
    if pdf:
        from remit.forecast.pdf import write_pdf

        write_pdf(render_html(found, compared), pdf)
        typer.echo(f"Wrote {pdf}", err=quiet)
    if svg and found:
        svg.mkdir(parents=True, exist_ok=True)
        for name, drawn in pictures(found).items():
            save(svg / f"{name}.svg", drawn)
        typer.echo(f"Wrote the pictures in {svg}", err=quiet)

"""The program `remit`: commands, and what every command does when it can't go on.

Exit codes: 0 done; 1 done, and with --strict something is wrong with the contract; 2 the request can't be served.
Bodies import what they need when they run, so that `remit --help` need not load the reader.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from remit.cli import ask, audit, compare, duties, forecast, gaps, importing, read, review, schema
from remit.errors import RemitError

_STOPPED = 130
"""What a shell reports of a program stopped with the keyboard, and what typer makes of it inside a command."""

app = typer.Typer(
    name="remit",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"remit {version('remit')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="On an error, show where in the program it arose.")
    ] = False,
) -> None:
    """Reads IT support contracts: what is covered, who pays, who bears which risk, and what is not written.

    A FILE is a contract document (PDF, Word, text, web page, e-mail, scan) or a terms file written by `remit read -o`.
    Several documents are one agreement.
    """
    del version, debug


app.command("review")(review.review)
app.command("read")(read.read)
app.command("ask")(ask.ask)
app.command("gaps")(gaps.gaps)
app.command("import")(importing.import_)
app.command("audit")(audit.audit)
app.command("forecast")(forecast.forecast)
app.command("compare")(compare.compare)
app.command("duties")(duties.duties)
app.command("schema")(schema.schema)


def run(arguments: Sequence[str] | None = None) -> None:
    """The program's entry point: never a traceback, unless --debug asks for it."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # --debug belongs to every command, wherever a person adds it to the line that failed.
    debug = "--debug" in given
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app([word for word in given if word != "--debug"], prog_name="remit", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has what they wanted (`remit read ... | head`). Python would complain once more
        # when it closes standard output, so that is pointed at nothing first.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = _STOPPED
    except Exception as problem:  # whatever went wrong, a person gets one message and no traceback
        if debug:
            raise
        code = 2
        _say(problem)
    if code == _STOPPED:
        print("Stopped.", file=sys.stderr)  # noqa: T201 - the one place that reports to people
    sys.exit(code if isinstance(code, int) else 0)


def _say(problem: Exception) -> None:
    usage = getattr(problem, "format_message", None)
    if isinstance(problem, RemitError):
        text = f"remit: {problem.message}" + (f"\n       {problem.hint}" if problem.hint else "")
    elif callable(usage):
        context = getattr(problem, "ctx", None)
        command = context.command_path if context else "remit"
        text = str(usage())
        if not text.startswith("Usage:"):
            text = f"remit: {text}\n       `{command} --help` shows how it is used."
    elif isinstance(problem, MemoryError | RecursionError):
        text = "remit: The file needs more memory than there is.\n       Give a smaller file, or only the contract."
    else:
        first = next(iter(str(problem).splitlines()), "")
        text = (
            f"remit: Something unexpected happened ({type(problem).__name__}: {first}).\n"
            "       The same command with --debug shows where; please report it with that."
        )
    print(text, file=sys.stderr)  # noqa: T201 - the one place that reports to people

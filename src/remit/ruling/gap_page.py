"""A gap report as one web page: figures, kinds of event with their clauses, and the maps with their words.

The page asks nothing of the network and forbids it; it needs no script. All text of contracts is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from remit.contract import Contract, vocabulary
from remit.ruling.gap_report import GapReport, Reason
from remit.ruling.gap_words import depends, happens, kinds, left_out, percent, spot, telling
from remit.ruling.maps import Map, map_picture
from remit.ruling.plain import value_words


def render_page(report: GapReport, contract: Contract) -> str:
    """The whole page as text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - only here
    from markupsafe import Markup  # noqa: PLC0415

    style = "\n" + files("remit.ruling").joinpath("templates", "gaps.css").read_text(encoding="utf-8")
    page = Environment(
        loader=PackageLoader("remit.ruling", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def picture(found: Map) -> Markup:
        # Drawn by us, every word in it escaped.
        return Markup(map_picture(found))  # noqa: S704 - see above

    page.globals |= {
        "happens": happens,
        "kinds": kinds,
        "depends": depends,
        "left_out": left_out,
        "percent": percent,
        "spot": spot,
        "telling": telling,
        "says": _says,
        "picture": picture,
    }
    return page.get_template("gaps.html.j2").render(
        report=report,
        contract=contract,
        unasked=[vocabulary().question(q).label for q in report.unasked],
        # Our own file: it must reach the page as it is, or its hash would not fit.
        style=Markup(style),  # noqa: S704 - see above
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
    )


def _says(reason: Reason) -> str:
    return "cancels only" if reason.value is None else value_words(vocabulary(), reason.value)

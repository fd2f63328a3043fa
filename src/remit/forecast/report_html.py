"""A forecast or a comparison as one web page: it asks nothing of the network, and prints."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from remit.forecast.money import give, whole
from remit.forecast.pictures import cost_bands, exposure, made_of, tornado_picture
from remit.forecast.priors import priors
from remit.forecast.record import CLIENT, FIGURES, Forecast

if TYPE_CHECKING:
    from remit.forecast.comparison import Comparison

PROVIDER = ("bill", "labour", "care", "tools", "claims", "profit")


def pictures(found: Forecast) -> dict[str, str]:
    """Every picture as SVG, by the name of its file."""
    drawn = {"cost-by-year": cost_bands(found), "made-of": made_of(found), "exposure": exposure(found)}
    for n, it in enumerate(found.offers, 1):
        drawn[f"tornado-{n}"] = tornado_picture(found, it)
    return drawn


def render_html(found: Forecast | None, compared: Comparison | None = None) -> str:
    """The whole page. A comparison may come without a forecast, where no needs were given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - only here
    from markupsafe import Markup  # noqa: PLC0415

    style = "\n" + files("remit.forecast").joinpath("templates", "forecast.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    digits = found.minor_digits if found else 2
    page = Environment(
        loader=PackageLoader("remit.forecast", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.globals |= {
        "whole": lambda value: whole(value, digits),
        "give": lambda figure: give(figure, digits),
        "FIGURES": FIGURES,
        "CLIENT": CLIENT,
        "PROVIDER": PROVIDER,
    }
    return page.get_template("forecast.html.j2").render(
        found=found,
        compared=compared,
        # Our own pictures and style: every word in the pictures was escaped when they were drawn.
        drawn={k: Markup(v) for k, v in pictures(found).items()} if found else {},  # noqa: S704 - see above
        style=Markup(style),  # noqa: S704 - see above
        style_hash=f"sha256-{digest}",
        known=priors(),
    )

"""The templates: what they print is text and never markup, and what cannot be seen is shown."""

from collections.abc import Callable
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from rolecheck.render import blocks
from rolecheck.render.escape import for_html
from rolecheck.render.html import cells

_FOLDER = "templates"


def template(name: str) -> Template:
    """A template by its file’s name."""
    return _environment().get_template(name)


@cache
def asset(name: str) -> str:
    """A file beside the templates that is no template, such as the style sheet."""
    return (resources.files(__package__) / _FOLDER / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        finalize=_printed,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    kinds = (blocks.Section, blocks.Table, blocks.Facts, blocks.Items, blocks.Paragraph)
    environment.tests |= {kind.__name__.lower(): _is_a(kind) for kind in kinds}
    environment.globals["cells"] = cells
    return environment


def _is_a(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _printed(value: object) -> Markup:
    """What a template prints: markup that a template made, or any text as text."""
    return value if isinstance(value, Markup) else Markup(for_html(str(value)))  # noqa: S704 - for_html escapes it

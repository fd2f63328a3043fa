"""YAML that a person edits: plain values, each with the line it stands on.

Only true, false, null and numbers are more than text: an unquoted 17:30 stays a clock time, 2026-07-01 a date as
written, and `no` a word (YAML 1.1 would make them 1050 seconds, a date object and false). Anchors and doubled keys are
refused: the first can make a small file huge, the second hides one of two values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from remit.errors import FileProblem

_MAX_DEPTH = 50
"""Far more than a terms file with conditions within conditions needs."""
Path = tuple[str | int, ...]
"""How to get to a value: keys of mappings and indices of lists."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The resolvers below instead of those of YAML 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own attribute


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+\.\d*(?:[eE][-+]?\d+)?$"), list("-+0123456789")
)


@dataclass(frozen=True)
class Lined:
    """Plain data and, for every path in it, the line (from 1) on which it stands in the file `name`."""

    name: str
    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, message: str, hint: str) -> FileProblem:
        return FileProblem(f"{self.name}, line {self.line(path)}: {message}", hint)


def parse_lines(text: str, name: str) -> Lined:
    """FileProblem names the line where the text is no YAML of the plain kind."""
    try:
        _check(text, name)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        at = f", line {mark.line + 1}" if mark else ""
        what = problem.problem or problem.context or "the text is no YAML"
        raise FileProblem(
            f"{name}{at}: {what}.",
            "Check the indentation, the colons and the quotation marks on that line and above.",
        ) from problem
    except (yaml.YAMLError, ValueError) as problem:
        raise FileProblem(
            f"{name}: it holds characters that no text file has.", "Save it as plain UTF-8."
        ) from problem
    lines: dict[Path, int] = {}
    data = _plain(root, (), lines, name) if root is not None else None
    return Lined(name, data, lines)


def _check(text: str, name: str) -> None:
    """Refuses what would be costly to build before it is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > _MAX_DEPTH:
            raise FileProblem(
                f"{name}, line {line}: brackets or lists are nested too deeply.",
                "Check the brackets on that line.",
            )
        if isinstance(event, yaml.AliasEvent):
            raise FileProblem(
                f"{name}, line {line}: anchors (& and *) are not used here.", "Write the value out."
            )


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], name: str) -> Any:  # noqa: ANN401
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise FileProblem(f"{name}, line {at}: a key must be a word.", "Check the colons.")
            word = str(key.value)
            if word in found:
                raise FileProblem(
                    f"{name}, line {at}: '{word}' stands here for the second time.", "Delete one of the two."
                )
            lines[(*path, word)] = at
            found[word] = _plain(value, (*path, word), lines, name)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, name) for i, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    text = str(node.value)
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and len(text) < 1000:
        return int(text)
    if kind == "float":
        return float(text)
    return text

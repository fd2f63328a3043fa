"""How a terms file looks: comments that say how to edit it, long quotes as blocks, conditions on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from remit.contract.agreement import Contract, Duty, TermField
from remit.contract.evidence import Evidence
from remit.contract.export import plain
from remit.contract.provision import Confirmation, Override, Provision
from remit.contract.vocabulary import vocabulary

_WIDTH = 110
_HEADER = """\
# The terms of an agreement, as Remit read them. Check them against the quotes and correct what is wrong; every
# command takes this file in place of the documents, and `remit schema` prints its JSON Schema.
#
# To correct a value: change `value`, write `state: edited`, and say who did it and why:
#     confirmed: {by: Ada Clerk, on: 2026-07-01, why: agreed by e-mail}
# To confirm a value that is right: `state: confirmed`, and the same line.
# value: null means that the contract does not say. Lines marked UNSURE and BLANK deserve a look first.
# `start` and `end` count characters in the text that `remit read --text` prints; they mark the quote.
"""
_ABSENT = "# Not looked for or not found. To add one, write it above with its value and `state: edited`:"
_PARTIES = "# Every name by which the documents call a party, the fullest first."
_WHEN = """\
# `when` lists facts and the values under which the provision speaks; all must hold, and {} means always.
# `overrides` lists the provisions that this one beats, and on which ground."""
_MARKS = {"unsure": "# UNSURE: please check", "blank": "# BLANK: the contract leaves this open"}
_ONE_LINE = re.compile(r"\S+(?: \S+)*")
_LINES = re.compile(r"[^\r\x85\u2028\u2029]+\n[^\r\x85\u2028\u2029]*[^\s]")


class _Flow(dict[str, Any]):
    """A mapping on one line."""


class _Block(str):
    """Text as a block of its own lines."""

    __slots__ = ()


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    pass


def _flow(dumper: Any, value: _Flow) -> yaml.Node:  # noqa: ANN401 - PyYAML's dumpers share no type
    node: yaml.Node = dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)
    return node


def _block(dumper: Any, value: _Block) -> yaml.Node:  # noqa: ANN401
    # Folding breaks lines at single spaces only, so it is safe for words with single spaces between them. Text that
    # YAML would end or break elsewhere than we do is quoted.
    style = ">" if _ONE_LINE.fullmatch(value) else "|" if _LINES.fullmatch(value) else '"'
    node: yaml.Node = dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=style)
    return node


_Dumper.add_representer(_Flow, _flow)
_Dumper.add_representer(_Block, _block)


def write_terms(contract: Contract, order: tuple[str, ...]) -> str:
    """The file's text; `order` is written where the provisions' places don't give it."""
    parts = [_HEADER, "schema: remit/contract/1\n"]
    if contract.documents:
        parts.append(
            _listed("documents", ({**d.model_dump(), "notices": list(d.notices)} for d in contract.documents))
        )
    if contract.parties:
        named = {role: list(names) for role, names in contract.parties.items()}
        parts.append(f"{_PARTIES}\n{_dump({'parties': named})}")
    parts += [*_fields(contract.fields), *_provisions(contract.provisions)]
    if order:
        parts.append(_dump({"order": list(order)}))
    sections: dict[str, Iterable[dict[str, Any]]] = {
        "duties": (_duty(d) for d in contract.duties),
        "definitions": (
            {"term": d.term, "meaning": _long(d.meaning), **_cited(d.evidence)} for d in contract.definitions
        ),
        "precedence": ({"order": list(p.order), **_cited(p.evidence)} for p in contract.precedence),
        "findings": (
            {"kind": f.kind, "message": _long(f.message), **_cited(f.evidence)} for f in contract.findings
        ),
    }
    parts += [text for name, entries in sections.items() if (text := _listed(name, entries))]
    return "\n".join(parts)


def _fields(fields: dict[str, TermField]) -> list[str]:
    known = vocabulary().fields
    names = [name for name in known if name in fields] + [name for name in fields if name not in known]
    lines = [_marked(fields[name].state, _dump({name: _field(fields[name])}, 2)) for name in names]
    absent = [f"  #   {name}: null   # {spec.label}" for name, spec in known.items() if name not in fields]
    note = "\n".join([f"  {_ABSENT}", *absent]) + "\n" if absent else ""
    return ["fields:\n" + "".join(lines) + note]


def _provisions(provisions: tuple[Provision, ...]) -> list[str]:
    if not provisions:
        return []
    words = vocabulary().questions
    used = list(dict.fromkeys(p.question for p in provisions))
    text = f"{_WHEN}\nprovisions:\n"
    for question in [q for q in words if q in used] + [q for q in used if q not in words]:
        label = f"  # {words[question].label}?" if question in words else ""
        text += f"  {question}:{label}\n"
        for provision in provisions:
            if provision.question == question:
                text += _marked(provision.state, _dump([_provision(provision)], 4), "    ")
    return [text]


def _marked(state: str, entry: str, indent: str = "  ") -> str:
    return f"{indent}{_MARKS[state]}\n{entry}" if state in _MARKS else entry


def _field(field: TermField) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "value": _flowing(plain(field.value)),
        **_cited(field.evidence),
        "confidence": field.confidence,
        "state": field.state,
    }
    if field.rivals:
        entry["rivals"] = [_cited(rival) for rival in field.rivals]
    if field.confirmed:
        entry["confirmed"] = _confirmed(field.confirmed)
    # A field that the contract does not state takes one line.
    return entry if field.evidence or field.confirmed or field.rivals else _Flow(entry)


def _provision(p: Provision) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": p.id,
        "value": _flowing(plain(p.value)),
        "when": _flowing(p.when.to_data()),
    }
    if p.kind != "rule":
        entry["kind"] = p.kind
    entry |= _cited(p.evidence)
    if p.overrides:
        entry["overrides"] = [_override(o) for o in p.overrides]
    if p.residual:
        entry["residual"] = True
    if p.qualifiers:
        entry["qualifiers"] = list(p.qualifiers)
    if p.effective_from:
        entry["effective_from"] = p.effective_from.isoformat()
    if p.effective_to:
        entry["effective_to"] = p.effective_to.isoformat()
    entry["confidence"] = p.confidence
    if p.origin != "reader":
        entry["origin"] = p.origin
    entry["state"] = p.state
    if p.confirmed:
        entry["confirmed"] = _confirmed(p.confirmed)
    return entry


def _override(o: Override) -> _Flow:
    return _Flow({"id": o.id, "ground": o.ground} | ({"reason": o.reason} if o.reason else {}))


def _confirmed(c: Confirmation) -> _Flow:
    return _Flow({"by": c.by, "on": c.on.isoformat()} | ({"why": c.why} if c.why else {}))


def _duty(d: Duty) -> dict[str, Any]:
    return {
        "party": d.party,
        "kind": d.kind,
        "text": d.text,
        **_cited(d.evidence),
        "confidence": d.confidence,
    }


def _cited(evidence: Evidence | None) -> dict[str, Any]:
    if evidence is None:
        return {}
    place = evidence.model_dump(exclude={"quote"}, exclude_none=True)
    ordered = ("document", "page", "clause", "heading", "lead_in", "start", "end")
    return {"quote": _Block(evidence.quote), "where": _Flow({k: place[k] for k in ordered if k in place})}


def _flowing(value: Any) -> Any:  # noqa: ANN401 - each kind has its own form
    """Values and conditions on one line; a list of mappings one line an entry."""
    if isinstance(value, dict):
        return _Flow(value)
    if isinstance(value, list):
        return [_flowing(item) for item in value]
    return value


def _long(text: str) -> str:
    return _Block(text) if len(text) > _WIDTH - 20 else text


def _listed(name: str, entries: Iterable[dict[str, Any]]) -> str:
    body = "".join(_dump([entry], 2) for entry in entries)
    return f"{name}:\n{body}" if body else ""


def _dump(data: Any, indent: int = 0) -> str:  # noqa: ANN401 - plain data
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH - indent,
        default_flow_style=False,
    )
    # Not textwrap: it takes more characters than YAML does for line breaks.
    return re.sub(r"^(?=.)", " " * indent, text, flags=re.MULTILINE)

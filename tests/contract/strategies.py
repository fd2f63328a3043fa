"""Contracts drawn at random, for laws that every contract keeps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from remit.contract import (
    Condition,
    Confirmation,
    Contract,
    Definition,
    Duty,
    Evidence,
    Finding,
    Override,
    Precedence,
    Provision,
    Source,
    TermField,
    Test,
    vocabulary,
)
from remit.contract.vocabulary import FieldSpec, Question

WORDS = vocabulary()
# Text with whatever upsets YAML: quotation marks, colons, hashes, line breaks, spaces at the ends, other scripts.
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab :#-'\"|>%@&*!?{}[],\\\n\t\r\u00a0\u2028\u00e9\ufeff1", max_size=40),
    st.sampled_from(
        [
            "no",
            "null",
            "~",
            "yes",
            "2026-07-01",
            "17:30",
            "1_000",
            "0x1f",
            "1.50",
            "on",
            "",
            "---",
            "...",
            "=",
        ]
    ),
    st.lists(st.text(alphabet="abcde.,", min_size=1, max_size=9), min_size=1, max_size=60).map(" ".join),
)
NAMES = st.sampled_from(["contract.pdf", "Schedule A.docx", "mail: re #2.eml"])
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
UNIT = st.floats(0, 1)
NUMBERS = st.one_of(st.integers(0, 10**6), st.floats(0, 1e6, allow_nan=False))


_PLACED = {"document", "quote", "start", "end", "page"}


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    start = draw(st.integers(0, 10**5))
    return Evidence(
        document=draw(NAMES),
        quote=draw(TEXTS),
        start=start,
        end=start + draw(st.integers(0, 400)),
        page=draw(st.none() | st.integers(1, 99)),
        # Whatever else an evidence holds is text, and none of it may be lost on the way.
        **{name: draw(st.none() | TEXTS) for name in sorted(Evidence.model_fields.keys() - _PLACED)},
    )


def values(spec: FieldSpec | Question) -> st.SearchStrategy[Any]:
    choices = spec.of if isinstance(spec, FieldSpec) else spec.values
    if choices:
        return st.sampled_from(choices)
    clock = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
    forms: dict[str, st.SearchStrategy[Any]] = {
        "name": TEXTS.filter(bool),
        "date": DAYS.map(date.isoformat),
        "yesno": st.booleans(),
        "money": st.fixed_dictionaries(
            {"amount": NUMBERS, "currency": st.none() | TEXTS, "per": st.none() | TEXTS}
        )
        | st.fixed_dictionaries({"multiplier": NUMBERS}),
        "hours": st.fixed_dictionaries(
            {
                "days": st.lists(st.sampled_from(["mon", "tue", "sat", "sun"]), unique=True),
                "from": clock,
                "to": clock,
                "timezone": st.none() | TEXTS,
            }
        ),
        "targets": st.lists(
            st.fixed_dictionaries(
                {
                    "priority": st.none() | TEXTS,
                    "minutes": NUMBERS,
                    "clock": st.sampled_from(["business", "unstated"]),
                }
            ),
            max_size=3,
        ),
    }
    return forms.get(spec.kind, NUMBERS)


@st.composite
def tests(draw: st.DrawFn) -> Test:
    fact = draw(st.sampled_from([name for name, spec in WORDS.facts.items() if spec.type != "instant"]))
    spec = WORDS.facts[fact]
    if spec.type == "choice":
        chosen = draw(st.sets(st.sampled_from(sorted(spec.values)), min_size=1, max_size=3))
        return Test(fact, frozenset().union(*(spec.expand(value) for value in chosen)))
    if spec.type == "yesno":
        return Test(fact, frozenset(draw(st.sets(st.booleans(), min_size=1))))
    low, high = sorted(draw(st.tuples(st.integers(0, 20), st.integers(0, 20))))
    match draw(st.integers(0, 2)):
        case 0:
            return Test(fact, None, low=Decimal(low), low_closed=draw(st.booleans()))
        case 1:
            return Test(fact, None, high=Decimal(high), high_closed=draw(st.booleans()))
        case _:
            closed = low == high
            return Test(
                fact,
                None,
                Decimal(low),
                Decimal(high),
                closed or draw(st.booleans()),
                closed or draw(st.booleans()),
            )


def conditions() -> st.SearchStrategy[Condition]:
    simple = st.builds(Condition, st.lists(tests(), max_size=3).map(tuple))
    return st.recursive(
        simple,
        lambda inner: st.builds(
            Condition,
            st.lists(tests() | inner, max_size=3).map(tuple),
            st.lists(inner, max_size=3).map(tuple),
            st.booleans(),
        ),
        max_leaves=5,
    )


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, spec in WORDS.facts.items():
        if spec.type == "instant" or draw(st.booleans()):
            continue
        if spec.type == "choice":
            found[name] = draw(st.sampled_from(sorted(spec.values)))
        elif spec.type == "yesno":
            found[name] = draw(st.booleans())
        else:
            found[name] = Decimal(draw(st.integers(0, 20)))
    return found


def confirmations() -> st.SearchStrategy[Confirmation]:
    return st.builds(Confirmation, by=TEXTS, on=DAYS, why=TEXTS)


@st.composite
def provisions(draw: st.DrawFn, name: str, earlier: tuple[str, ...]) -> Provision:
    question = draw(st.sampled_from(sorted(WORDS.questions)))
    beaten = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
    return Provision(
        id=name,
        question=question,
        value=draw(st.none() | values(WORDS.questions[question])),
        when=draw(conditions()),
        kind=draw(st.sampled_from(["rule", "defeater"])),
        evidence=draw(st.none() | evidences()),
        confidence=draw(UNIT),
        overrides=tuple(
            Override(id=b, ground=draw(st.sampled_from(["drafted", "canon"])), reason=draw(TEXTS))
            for b in beaten
        ),
        residual=draw(st.booleans()),
        qualifiers=tuple(draw(st.lists(TEXTS, max_size=2))),
        effective_from=draw(st.none() | DAYS),
        effective_to=draw(st.none() | DAYS),
        origin=draw(st.sampled_from(["reader", "model", "person", "derived"])),
        state=draw(st.sampled_from(["read", "unsure", "confirmed", "edited"])),
        confirmed=draw(st.none() | confirmations()),
    )


@st.composite
def fields(draw: st.DrawFn) -> dict[str, TermField]:
    names = draw(st.lists(st.sampled_from(sorted(WORDS.fields)), unique=True, max_size=6))
    return {
        name: TermField(
            value=draw(st.none() | values(WORDS.fields[name])),
            evidence=draw(st.none() | evidences()),
            confidence=draw(UNIT),
            state=draw(st.sampled_from(["read", "unsure", "blank", "silent", "confirmed", "edited"])),
            rivals=tuple(draw(st.lists(evidences(), max_size=2))),
            confirmed=draw(st.none() | confirmations()),
        )
        for name in names
    }


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    names = draw(st.lists(TEXTS.filter(bool), unique=True, max_size=5))
    found = [draw(provisions(name, tuple(names[:i]))) for i, name in enumerate(names)]
    sources = [
        Source(
            name=name,
            format="pdf",
            pages=2,
            words=900,
            sha256=draw(TEXTS),
            notices=tuple(draw(st.lists(TEXTS, max_size=1))),
        )
        for name in ("contract.pdf", "Schedule A.docx", "mail: re #2.eml")
    ]
    return Contract(
        schema="remit/contract/1",
        documents=tuple(sources),
        parties=draw(
            st.dictionaries(
                st.sampled_from(["provider", "client"]), st.lists(TEXTS, max_size=3).map(tuple), max_size=2
            )
        ),
        fields=draw(fields()),
        provisions=tuple(draw(st.permutations(found))),
        duties=tuple(
            draw(
                st.lists(
                    st.builds(
                        Duty,
                        party=st.sampled_from(["client", "provider"]),
                        kind=TEXTS,
                        text=TEXTS,
                        evidence=evidences(),
                        confidence=UNIT,
                    ),
                    max_size=2,
                )
            )
        ),
        definitions=tuple(
            draw(st.lists(st.builds(Definition, term=TEXTS, meaning=TEXTS, evidence=evidences()), max_size=2))
        ),
        precedence=tuple(
            draw(
                st.lists(
                    st.builds(Precedence, order=st.lists(TEXTS, max_size=3).map(tuple), evidence=evidences()),
                    max_size=1,
                )
            )
        ),
        findings=tuple(
            draw(
                st.lists(
                    st.builds(Finding, kind=TEXTS, message=TEXTS, evidence=st.none() | evidences()),
                    max_size=2,
                )
            )
        ),
    )

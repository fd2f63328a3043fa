"""Who must do what: every duty of the client, and the provider's service duties that have a rhythm or a deadline.

A duty is a statement with a party as its actor and the force of "shall": by its own words, by the lead-in of its list
("The Customer shall:"), or by its heading ("Client Responsibilities"). What a party may do, need not do, or is given,
is no duty of that party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from remit.contract import Duty
from remit.reader.duty_kinds import DEADLINE, RHYTHM, client_kind, provider_kind
from remit.reader.exceptions import exceptions
from remit.reader.modality import Modality, heading_actor, modality
from remit.reader.parties import Parties
from remit.reader.place import quote
from remit.reader.segment import Segment
from remit.reader.statements import Statement
from remit.reader.subjects import Actor

Party = Literal["client", "provider"]

_SURE = {
    "subject": 0.85,
    "responsibility": 0.85,
    "agent": 0.8,
    "lead": 0.8,
    "people": 0.75,
    "heading": 0.7,
    "pronoun": 0.7,
    "owner": 0.6,
}
_NO_DUTY = re.compile(
    r"^\s*(?:also |then |not |only |thereafter )*(?:(?:be|being) (?:\w+ly )?(?:entitled|able|given|provided|notified|informed|billed|charged|invoiced|"
    r"deemed|considered|treated|eligible|refunded|credited|contacted|assigned|presumed|construed|governed|effective|liable|the (?:sole )?owner|at|in|"
    r"free|subject|bound|supplied|offered|allowed)|receive|have (?:the |a |an |no |any |access|been)|own\b|retain|become|benefit|enjoy|mean\b|include|apply|begin|"
    r"commence|continue|terminate|expire|remain(?! responsible)|constitute|survive|result|need\b|want|wish|prefer|incur|lose|forfeit|belong|not be\b|not exceed|agree that|acknowledge)",
    re.IGNORECASE,
)
_NO_SENTENCE = re.compile(
    r"\"[^\"]+\"\s+(?:means|shall mean|is|are)\b|\bmeans\b|\bwhereas\b|\bsevere?abil|\bentire agreement\b",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:invoices?|fees?|charges?|payments?|bills?|sums?|amounts?|balances?|retainer|instal?ments?|interest|deposit)\b[^.;]{0,80}?"
    r"\b(?:(?:is|are|be|become|becomes|falls?|fall)\s+(?:\w+\s+){0,3}?(?:due|payable|paid)|accrues?|runs?|(?:due|payable) (?:within|on|upon|in))\b"
    r"|\b(?:late|overdue|unpaid|past[- ]due)\b[^.;]{0,50}\b(?:accrues?|bears?|carr(?:y|ies)|attracts?|incurs?|interest)\b"
    r"|\b(?:payment|payable|due)\s+(?:is\s+)?(?:due\s+)?(?:within|in)\s+\(?\w+\)?\s*(?:\(\d+\)\s*)?(?:business |calendar |working )?days\b",
    re.IGNORECASE,
)
_NO_PAYMENT = re.compile(
    r"\b(?:if|where|when|should|unless)\b[^,]*$|\bto (?:the )?(?:client|customer)\b|\brefund", re.IGNORECASE
)
_CUT = re.compile(
    r"[;:]|\.\s|,\s(?=(?:which|who|including|provided|unless|except|subject|and (?:shall|will|the)|in (?:accordance|order)|so that|as|but|failing|after)\b)"
    r"|\s(?=(?:provided that|in accordance with|pursuant to|as set (?:out|forth)|in order to|so that|unless|except|including|such as|which|who)\b)|\s\("
)
_TITLE = re.compile(r"^(?:clause|section|article|schedule|exhibit|part)\s+\w+\s+-\s", re.IGNORECASE)
_MUTUAL = re.compile(
    r"\b(?:solicit|hire|hiring|employ|entice|confiden|disclos|compl(?:y|ies)|laws?|notif|notice|insur|assign|secret)\w*",
    re.IGNORECASE,
)
"""What both parties promise each other and a client has to see to."""

_PLEASE = re.compile(r"(?:^|[.,;:(]\s+)(?:so\s+)?please\s+(?P<deed>.{8,})", re.IGNORECASE)
_NOTICE = re.compile(r"\b(?:notice|warning|notif\w+|warn\w*)\b", re.IGNORECASE)
_PRIORITY = re.compile(
    r"^\W*(?:priority|severity|level|p|sev)?\s*-?\s*(?:[1-5]|critical|urgent|high|medium|normal|low|emergency)\b",
    re.IGNORECASE,
)
_REQUIRES = re.compile(
    r"\b(?:minimum|technology|technical|environment|infrastructure|hardware|network|device|client|customer|supported|site)\b.{0,24}"
    r"\b(?:standards?|requirements?|prerequisites?|specifications?)\b|\bprerequisites\b|\beligibility\b",
    re.IGNORECASE,
)
_SERVICES = frozenset(("response", "patching", "report", "review", "backup_test"))
_DONE = re.compile(
    r"\b(?:is|are)\s+(?:\w+ly\s+)?(?!due\b|used\b|based\b)\w+(?:ed|en|lt|wn|ught|de|id)\b", re.IGNORECASE
)
_CHARGED = re.compile(
    r"\b(?:bill\w*|charg\w*|paid|payable|invoic\w+|owned|defined|limited|priced|due|fees?|excluded|included)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:\s|^)(?:the|a|an|of|to|in|on|at|by|for|with|and|or|any|all|its|their|your|our|as|that|from|under|within|such|each|not|be|is|are|per|no|into|upon)$",
    re.IGNORECASE,
)
_RESPONSE_COLUMN = re.compile(r"\brespon[sd]|\breply\b|\battendance\b|\backnowledg", re.IGNORECASE)
_DURATION = re.compile(
    r"\d+\s*(?:x\s*)?(?:business |working |service )?(?:minutes?|mins?|hours?|hrs?|days?)\b|\bnext business day\b",
    re.IGNORECASE,
)
_LONGEST = 15


def read_duties(segments: Sequence[Segment], parties: Parties) -> tuple[Duty, ...]:
    """Both parties' duties in reading order; each quotes its whole sentence, list item or row."""
    found: dict[tuple[int, str, str], Duty] = {}
    antecedent: Actor | None = None
    for segment in segments:
        if segment.kind == "heading":
            antecedent = None
            continue
        if segment.hidden or len(segment.text) < 12:
            continue
        read = modality(segment, parties, antecedent)
        antecedent = next((s.actor for s in read.statements if s.actor in ("PROV", "CLI")), antecedent)
        for duty in _duties(segment, read, parties):
            found.setdefault((segment.index, duty.party, duty.kind), duty)
    return tuple(found.values())


def _duties(segment: Segment, read: Modality, parties: Parties) -> Iterator[Duty]:
    if segment.kind == "row" or " | " in segment.text:
        yield from _row(segment, parties)
        return
    if _NO_SENTENCE.search(segment.text) or _leads(segment):
        return
    own = False
    before = 0
    for statement in read.statements:
        if _binds(segment.text, statement, read):
            own = True
            yield from _stated(segment, statement, before)
        before = statement.end
    if own:
        return
    if any(s.actor in ("PROV", "CLI", "BOTH") and not s.subordinate for s in read.statements):
        yield from _asked(segment)
        yield from _paid(segment)
        yield from _warned(segment, read)
        yield from _promised(segment, read)
        return
    if _TITLE.match(segment.text):
        return
    if (
        read.via in ("lead", "heading")
        and read.force in ("shall", "may_not")
        and read.actor in ("PROV", "CLI", "BOTH")
    ):
        yield from _continued(segment, read)
        return
    yield from _asked(segment)
    yield from _paid(segment)
    yield from _promised(segment, read)
    yield from _listed(segment, parties)


def _binds(text: str, statement: Statement, read: Modality) -> bool:
    if statement.subordinate or statement.force not in ("shall", "may_not", "is"):
        return False
    if statement.actor not in ("PROV", "CLI", "BOTH"):
        return False
    head, predicate = text[statement.start : statement.verb], text[statement.verb : statement.end]
    # "The Client agrees that the Supplier may ..." states what follows, not a duty to agree.
    if head.rstrip().endswith(" that"):
        return False
    if statement.via not in ("agent", "responsibility") and (
        _NO_DUTY.match(predicate) or not re.search(r"\w{3}", predicate)
    ):
        return False
    if statement.force == "may_not" and re.match(r"\s*be\b", predicate):
        return False
    if statement.via == "owner" and statement.force != "shall":
        return False
    return not any(
        e.body_start <= statement.start < e.body_end and e.kind != "provided" for e in read.exceptions
    )


def _stated(segment: Segment, statement: Statement, before: int) -> Iterator[Duty]:
    text = segment.text
    clause = text[statement.start : statement.end]
    if statement.via in ("owner", "agent", "responsibility"):
        shown = clause
    elif statement.force == "may_not":
        shown = f"not {text[statement.verb : statement.end].strip()}"
    else:
        shown = text[statement.verb : statement.end]
    # What stands before the subject may hold the rhythm: "Once a month we install ...".
    around = text[min(before, statement.start) : statement.end]
    sure = _SURE.get(statement.via, 0.6) - (0.15 if statement.force == "is" else 0.0)
    if statement.actor == "CLI" or (statement.actor == "BOTH" and _MUTUAL.search(clause)):
        yield _duty(
            segment,
            "client",
            client_kind(clause, f"{segment.lead} {segment.heading}"),
            shown,
            sure - (0.1 if statement.actor == "BOTH" else 0.0),
        )
    if statement.actor in ("PROV", "BOTH") and statement.via != "owner":
        kind = provider_kind(around, f"{segment.lead} {segment.heading}")
        if kind is not None and statement.force != "may_not":
            yield _duty(segment, "provider", kind, shown, sure - (0.1 if kind == "other" else 0.0))


def _continued(segment: Segment, read: Modality) -> Iterator[Duty]:
    """A list item whose actor stands in its lead-in or its heading."""
    text = _item_text(segment.text, negated=read.force == "may_not")
    if re.match(r"(?:not )?(?:it|they|the parties) (?:is|are|has|have)\b", text, re.IGNORECASE):
        return
    sure = _SURE[read.via]
    if read.actor in ("CLI", "BOTH"):
        around = f"{segment.lead} {segment.heading}" if read.via == "lead" else segment.heading
        yield _duty(segment, "client", client_kind(segment.text, around), text, sure)
    kind = provider_kind(f"{segment.text} {segment.lead}") if read.actor in ("PROV", "BOTH") else None
    if kind is not None and read.force == "shall":
        yield _duty(segment, "provider", kind, text, sure - (0.1 if kind == "other" else 0.0))


def _asked(segment: Segment) -> Iterator[Duty]:
    """As in "please restart the router first": addressed to the client."""
    found = _PLEASE.search(segment.text)
    if found and not re.search(
        r"\b(?:contact|call|e-?mail|visit|see|refer)\b", found["deed"][:12], re.IGNORECASE
    ):
        yield _duty(segment, "client", client_kind(found["deed"]), found["deed"], 0.6)


def _warned(segment: Segment, read: Modality) -> Iterator[Duty]:
    """The provider may act, but only upon notice: the notice is owed."""
    for statement in read.statements:
        clause = segment.text[statement.start :]
        if statement.force == "may" and statement.actor in ("PROV", "BOTH") and _NOTICE.search(clause):
            yield _duty(segment, "provider", "notice", clause, 0.6)
            return


def _promised(segment: Segment, read: Modality) -> Iterator[Duty]:
    """A service that is promised without saying by whom: "Urgent tickets must receive a reply within an hour"."""
    for statement in read.statements:
        clause = segment.text[: statement.end]
        if statement.subordinate or statement.force != "shall" or statement.actor == "CLI":
            continue
        kind = provider_kind(clause)
        if kind in _SERVICES or (kind == "other" and statement.passive):
            yield _duty(segment, "provider", kind, clause, 0.6 if kind != "other" else 0.5)
            return
    done = _DONE.search(segment.text) if not read.statements else None
    if (
        done
        and (RHYTHM.search(segment.text) or DEADLINE.search(segment.text))
        and not _CHARGED.search(segment.text)
    ):
        kind = provider_kind(segment.text)
        if kind is not None and kind != "notice":
            yield _duty(segment, "provider", kind, segment.text, 0.55)


def _duty(segment: Segment, party: Party, kind: str, shown: str, sure: float) -> Duty:
    evidence = quote(segment, 0, len(segment.text))
    return Duty(party=party, kind=kind, text=paraphrase(shown), evidence=evidence, confidence=round(sure, 2))


def paraphrase(clause: str) -> str:
    """The clause's own words, at most 15 of them, cut where a phrase ends."""
    clause = re.sub(r"^\W*\d[\d.]*\W+(?=[A-Z])", "", clause)
    text = " ".join(_item_text(clause, negated=False).strip(" ,;.:").split())
    for cut in _CUT.finditer(text):
        if len(text[: cut.start()].split()) >= 3:
            text = text[: cut.start()]
            break
    words = text.split()[:_LONGEST]
    shown = " ".join(words).strip(" ,;.:")
    while _LOOSE.search(shown) and " " in shown:
        shown = shown.rsplit(" ", 1)[0].rstrip(" ,;.:")
    return shown[:1].upper() + shown[1:]


def _item_text(text: str, *, negated: bool) -> str:
    bare = re.sub(
        r"^\W*(?:\(?(?:[a-z]{1,4}|\d[\d.]*)[.)]\s+|\d+(?:\.\d+)+\s+)?", "", text, flags=re.IGNORECASE
    )
    return f"not {bare}" if negated and not bare.lower().startswith("not ") else bare


def _leads(segment: Segment) -> bool:
    """A lead-in without words of its own ("The Customer shall:"): its items are the duties."""
    return segment.text.rstrip().endswith(":") and len(segment.text.split()) < 9


def _paid(segment: Segment) -> Iterator[Duty]:
    """What is due is the client's to pay, though the sentence names nobody."""
    found = _PAYS.search(segment.text)
    if (
        found
        and not re.search(r"\b(?:no|not|free)\b", segment.text[: found.end()], re.IGNORECASE)
        and not _NO_PAYMENT.search(segment.text[: found.start()])
        and not exceptions(segment.text[: found.start()])
    ):
        yield _duty(segment, "client", "payment", segment.text[found.start() :], 0.65)


def _listed(segment: Segment, parties: Parties) -> Iterator[Duty]:
    """A service in a list with its rhythm ("monthly security updates") is promised where the list is the provider's.

    What a list of requirements names ("devices under five years old") is the client's to keep.
    """
    if (
        segment.kind in ("item", "sentence")
        and len(segment.text) < 140
        and any(_REQUIRES.search(h) for h in segment.headings[-1:])
    ):
        kind = client_kind(segment.text)
        yield _duty(
            segment,
            "client",
            "environment" if kind == "other" else kind,
            _item_text(segment.text, negated=False),
            0.55,
        )
        return
    if segment.kind != "item" or re.search(
        r"\b(?:not|excluded|exclusions?|additional|extra)\b",
        f"{segment.lead} {segment.heading}",
        re.IGNORECASE,
    ):
        return
    service = provider_kind(segment.text)
    if (
        service in _SERVICES - {"response"}
        and service is not None
        and heading_actor(segment, parties) != "CLI"
        and len(segment.text) < 160
    ):
        yield _duty(segment, "provider", service, _item_text(segment.text, negated=False), 0.55)


def _row(segment: Segment, parties: Parties) -> Iterator[Duty]:
    text = segment.text
    cells = segment.cell_texts or tuple(text.split(" | "))
    if cells == segment.columns:
        return
    titled = [c for c, cell in zip(segment.columns, cells, strict=False) if _DURATION.search(cell)]
    if any(_RESPONSE_COLUMN.search(c) for c in titled) or (
        _RESPONSE_COLUMN.search(f"{segment.lead} {segment.heading}") and _DURATION.search(text)
    ):
        yield _duty(segment, "provider", "response", text.replace(" | ", ": ", 1), 0.7)
        return
    first = cells[0]
    if _PRIORITY.match(first) and _DURATION.search(text):
        yield _duty(segment, "provider", "response", text.replace(" | ", ": ", 1), 0.6)
        return
    if re.match(r"payment (?:terms?|due|period)", first, re.IGNORECASE) and _DURATION.search(text):
        yield _duty(segment, "client", "payment", text.replace(" | ", ": ", 1), 0.6)
        return
    kind = provider_kind(text)
    if kind in _SERVICES - {"response"} and heading_actor(segment, parties) != "CLI":
        yield _duty(segment, "provider", kind, cells[0], 0.5)
    elif heading_actor(segment, parties) == "CLI" and cells[0]:
        yield _duty(segment, "client", client_kind(text), text, 0.5)

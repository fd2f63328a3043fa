"""The names of the two parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from remit.contract import TermField
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.roles import CLIENT_WORDS, COMPANY, PROVIDER_WORDS, Role, bare_name, tidy_name
from remit.reader.fields.setting import Clause, Setting

_WORDS: dict[Role, str] = {
    "provider": rf"{PROVIDER_WORDS}|us|company|prepared by|submitted by|from|service company|between",
    "client": rf"{CLIENT_WORDS}|prepared for|submitted to|to|company|organi[sz]ation|school|schools|business",
}
_LABEL = {
    role: re.compile(
        rf"^\W*(?:\d+\.?\s*)?(?P<label>(?:the\s+)?(?:{words})(?:\s+(?:name|legal name|company|entity|details|organi[sz]ation))?)\s*(?:[:|]|\s-\s)\s*(?P<value>.+)$",
        re.IGNORECASE,
    )
    for role, words in _WORDS.items()
}
_VAGUE = re.compile(r"company|to|from|us|between|business|organi[sz]ation", re.IGNORECASE)
_TEXT = re.compile(r"\b(?:shall|will|must|may|is|are|agrees?|the following|means)\b|\$|\d{4}|@")
_YOU_ARE = re.compile(
    r"\"?(?P<who>You|We|Us|I)\"?(?:\s+and\s+\"[^\"]+\")?\s+(?:are|is|am|'m|means?)\s+(?P<name>[A-Z][\w&'.() -]{3,70}?)(?=\s+of\b|,|\.|;|$)"
)
_GIVEN: tuple[tuple[re.Pattern[str], Role], ...] = (
    (
        re.compile(
            rf"\b(?:services?|proposal|outlines?|support|quotation|quote)\b[^.]{{0,60}}?\b(?:from|by)\s+(?P<name>{COMPANY}|[A-Z]\w+(?:\s[A-Z]\w+){{0,3}})"
        ),
        "provider",
    ),
    (re.compile(rf"\bfor\s+(?P<name>{COMPANY})"), "client"),
    (re.compile(rf"\bto\s+(?:the\s+)?(?P<name>{COMPANY})"), "client"),
    (re.compile(rf"\bprovided\s+by\s+(?P<name>{COMPANY})"), "provider"),
)


def read_parties(setting: Setting) -> dict[str, TermField]:
    found: dict[Role, list[Candidate]] = {"client": [], "provider": []}
    for role, candidate in _names(setting):
        found[role].append(candidate)
    provider = choose(found["provider"])
    clients = [c for c in found["client"] if c.value is None or c.value != provider.value]
    client = choose(clients)
    if client.value is not None and client.value == provider.value:
        provider = choose([c for c in found["provider"] if c.value != client.value])
    return {"client_name": client, "provider_name": provider}


def _names(setting: Setting) -> Iterator[tuple[Role, Candidate]]:
    at = {c.segment.index: c for c in setting}
    for party in setting.roles.parties:
        role = setting.roles.role([*party.aliases, party.name])
        if role and _proper(party.name):
            early = party.segment.index < 60
            yield role, Candidate(party.name, at[party.segment.index], 0.9 if early else 0.75)
    yield from _labelled(setting)
    yield from _stated(setting)
    yield from _acting(setting)
    yield from _letterhead(setting)


def _labelled(setting: Setting) -> Iterator[tuple[Role, Candidate]]:
    """Label and name on one line ("Client: Name"), also as a heading or a cell with the name after it."""
    clauses = list(setting)
    for clause, following in pairwise([*clauses, clauses[-1]] if clauses else []):
        text = re.sub(r"^\W*\|\s*", "", clause.segment.text)
        for role, pattern in _LABEL.items():
            match = pattern.match(text)
            value = match["value"].split("|")[0].strip() if match else ""
            owner, score = clause, 0.88
            label = match["label"] if match else text.strip(" :*|")
            if not match or not value:
                if (
                    following is clause
                    or not re.fullmatch(
                        rf"(?:the\s+)?(?:{_WORDS[role]})(?:\s+(?:name|details))?", label, re.IGNORECASE
                    )
                    or _VAGUE.fullmatch(label)
                ):
                    continue
                value, owner, score = following.segment.text, following, 0.8
            if _VAGUE.fullmatch(label):
                score -= 0.25
            if clause.segment.index > 40 and not match:
                score -= 0.15
            if not clause.segment.text or (
                re.search(r"\u25a1", owner.masked)
                and not _proper(tidy_name(owner.masked.split(":")[-1].split("\u25a1")[0]))
            ):
                if (
                    "name" in label.lower()
                    or re.fullmatch(r"(?:the )?(?:client|customer|provider|supplier)", label, re.IGNORECASE)
                    or "for" in label
                ):
                    yield role, Candidate(None, owner, 0.6)
                continue
            name = _cut(value)
            if _proper(name):
                yield role, Candidate(name, owner, score)


def _stated(setting: Setting) -> Iterator[tuple[Role, Candidate]]:
    for clause in setting:
        for match in _YOU_ARE.finditer(clause.segment.text):
            role: Role = "client" if match["who"] == "You" else "provider"
            if _proper(match["name"]) and clause.segment.index < 40:
                yield role, Candidate(tidy_name(match["name"]), clause, 0.8)
        if clause.segment.index < 15:
            for pattern, given in _GIVEN:
                for match in pattern.finditer(clause.masked):
                    name = tidy_name(match["name"])
                    if _proper(name):
                        known = setting.roles.role([name])
                        yield known or given, Candidate(name, clause, 0.62 if given == "provider" else 0.5)


def _acting(setting: Setting) -> Iterator[tuple[Role, Candidate]]:
    """Names without a definition that the text makes act; the fullest form of each is the name."""
    votes = setting.roles.votes
    for name in {n for n, _ in votes}:
        given, taken = votes[name, "provider"], votes[name, "client"]
        if given == taken or len(name) < 3:
            continue
        role: Role = "provider" if given > taken else "client"
        best: tuple[str, Clause] | None = None
        for clause in list(setting)[:400]:
            for match in re.finditer(COMPANY, clause.masked):
                full = tidy_name(match.group())
                words = re.findall(r"[a-z0-9&]+", full.lower())
                if set(re.findall(r"[a-z0-9&]+", name)) <= set(words) and len(words) <= 7 and _proper(full):
                    best = best or (full, clause)
        if best:
            yield role, Candidate(best[0], best[1], 0.45 + min(0.25, 0.05 * abs(given - taken)))


def _letterhead(setting: Setting) -> Iterator[tuple[Role, Candidate]]:
    """A company's name alone at the top is the provider's, who writes such papers."""
    for clause in list(setting)[:6]:
        text = tidy_name(clause.masked)
        match = re.match(COMPANY, text)
        if (
            match
            and len(text) < 110
            and _proper(match.group())
            and not re.search(r"\b(?:agreement|and|between|shall)\b", match.group().lower())
        ):
            known = setting.roles.role([match.group()])
            yield known or "provider", Candidate(tidy_name(match.group()), clause, 0.5)


def _cut(value: str) -> str:
    """The name in front of address, registration and explanations."""
    company = re.match(COMPANY, value.strip(" *|\"'"))
    if company:
        return tidy_name(company.group())
    return tidy_name(re.split(r"\s[-–]\s|,|;|\(|\bwhose\b|\bof\b(?=\s+\d)|\bABN\b", value.strip(" *|\"'"))[0])


def _proper(name: str) -> bool:
    """Whether it can be somebody's name: capitals, short, no sentence, no placeholder."""
    bare = bare_name(name)
    if not 3 <= len(name) <= 90 or "\u25a1" in name or "[" in name or "{" in name or "_" in name:
        return False
    if _TEXT.search(name) or re.fullmatch(
        rf"(?:{PROVIDER_WORDS}|{CLIENT_WORDS}|company|the company|name|address|party|parties|signature|title|date)",
        bare,
    ):
        return False
    if re.search(
        r"\b(?:agreement|services? schedule|this|responsib|obligations?|support services|schedule|exhibit|acknowledg|sign)\b",
        bare,
    ):
        return False
    words = [
        w
        for w in re.findall(r"[A-Za-z][\w'&.-]*", name)
        if w.lower() not in ("of", "and", "the", "for", "t/a", "trading", "as")
    ]
    return bool(words) and len(words) <= 10 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)

"""Who the provider is and who the client is: every name, short name and pronoun that a contract uses for them.

What a place says decides first ("Client: ..."; '"we" and "us" are Kestrel Ltd'). Where the short names say nothing
("VIP" and "BNL", "the Orchard") it is what they do: who provides and bills is the provider, who pays and requests is
the client. Of two parties that contract with each other, knowing one is knowing the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from remit.contract import Evidence
from remit.reader.deeds import leaning
from remit.reader.party_mentions import Mention, mentions
from remit.reader.party_names import COMPANY, PRONOUNS, is_alias, role_of, trading_name
from remit.reader.place import quote
from remit.reader.segment import Segment
from remit.reader.words import words

Role = Literal["PROV", "CLI"]

_WORDS: Mapping[str, Role] = {
    **dict.fromkeys(
        ("provider", "supplier", "contractor", "vendor", "consultant", "msp", "company", "licensor"), "PROV"
    ),
    **dict.fromkeys(("client", "customer", "subscriber", "licensee", "buyer", "purchaser"), "CLI"),
}
"""Words that contracts use for a party; kept where the contract uses them and nothing says otherwise."""

_PLAIN = frozenset(("provider", "supplier", "client", "customer"))
"""Of those, the ones that hardly ever mean anyone else."""

_FIRST = re.compile(r"\b(?:we|us|our)\b", re.IGNORECASE)
_SECOND = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:[Ww]e|I|us)\b")
_YOURS = re.compile(r"\b[Yy]ou\b")
_SINGLE = re.compile(
    r"\bI(?='| (?:will|can|do|don't|am|have|may|work|charge|look|keep|come|fix|reply)\b)|\b[Mm]y\b"
)
_DECIDED = 0.3
"""How plainly its deeds must speak to decide a party's side where nothing else does."""

_TOLD = 0.05
"""How far apart the deeds of two parties to one contract must be to tell which is which."""

_SUBJECT = re.compile(
    r"(?<![\w.] )(?<!\w)(?:[Tt]he )?(?P<name>[A-Z][\w&]+(?: [A-Z][\w&]+){0,3})(?= (?:shall|will|must|may|agrees|undertakes|desires)\b)"
)
_PLAIN_SUFFIX = re.compile(
    r",?\s+(?:\(?Pty\)?|Pte|Pvt|Private|Ltd|Limited|Inc|Incorporated|LLC|L\.L\.C|LLP|PLLC|plc|PLC|Corp|Corporation|"
    r"Company|Co|GmbH|AG)\b\.?",
    re.IGNORECASE,
)
_GENERIC = words(
    "the and of for services service technology technologies group systems solutions consulting it computer computers "
    "company managed data international digital new national bank union general first city county state house our"
)


_TRADES = words(
    "it ict computers computing systems technologies technology tech software solutions networks networking infotech "
    "infosystems data hosting digital cloud consulting consultants cyber msp repairs telecom informatics firm developer "
    "host operator integrator administrator"
)
_INSTITUTIONS = words(
    "school college university council state county city town district department ministry government agency board "
    "hospital clinic surgery dental health church parish charity bank credit farm farms foods bakery library museum "
    "association owner retailer employer landlord trust institute authority recipient"
)


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    evidence: Evidence | None
    confidence: float


@dataclass(frozen=True)
class Parties:
    """Both sides' names, the surest and fullest first."""

    provider: tuple[Name, ...] = ()
    client: tuple[Name, ...] = ()

    @cached_property
    def roles(self) -> dict[str, str]:
        """Single lower-case words that mean a party, as `features.tokens` takes them."""
        found: dict[str, str] = {}
        for role, names in (("PROV", self.provider), ("CLI", self.client)):
            for name in names:
                parts = re.findall(r"[a-z]+", name.text.lower())
                telling = parts if len(parts) == 1 else [w for w in parts if w not in _GENERIC][:1]
                for word in telling:
                    # A word that both sides' names hold tells nothing.
                    found[word] = role if found.get(word, role) == role else ""
        return {word: role for word, role in found.items() if role}

    @cached_property
    def _pattern(self) -> tuple[re.Pattern[str], dict[str, Role]]:
        known: dict[str, Role] = {}
        sides: tuple[tuple[Role, tuple[Name, ...]], ...] = (("PROV", self.provider), ("CLI", self.client))
        for role, names in sides:
            for name in names:
                known.setdefault(_key(name.text), role)
        for word, role in _WORDS.items():
            if word != "company":
                known.setdefault(word, role)
        for parts in (
            ("we", "us", "our", "ours", "ourselves"),
            ("you", "your", "yours", "yourself"),
            ("i", "me", "my", "mine"),
        ):
            given = next((known[w] for w in parts if w in known), None)
            for word in parts if given else ():
                known.setdefault(word, given or "PROV")
        for word in _PLAIN & known.keys():
            known.setdefault(f"{word}s", known[word])
        longest = sorted(known, key=len, reverse=True)
        union = "|".join(re.escape(k).replace(r"\ ", r"\s+") for k in longest)
        return re.compile(rf"(?<![\w@.-])(?:{union})(?![\w@]|\.\w)", re.IGNORECASE), known

    def find(self, text: str) -> tuple[tuple[int, int, Role], ...]:
        """Where `text` (in its own case) names a party: start, end, role.

        Short names are proper names: "the Firm" is a party and "a firm quote" is none; "us" is and "US" is not.
        """
        pattern, known = self._pattern
        found = []
        for hit in pattern.finditer(text):
            word = hit.group()
            key = _key(word)
            if key in PRONOUNS:
                if (key == "us" and word == "US") or (key == "i" and word != "I"):
                    continue
            elif word[0].islower() and key.removesuffix("s") not in _WORDS:
                continue
            found.append((hit.start(), hit.end(), known[key]))
        return tuple(found)


def read_parties(segments: Sequence[Segment]) -> Parties:
    groups = _groups(mentions(segments), segments)
    body = [s.text for s in segments if s.kind != "heading" and len(s.text) > 20]
    scores = _opposed(groups, [_score(group, body) for group in groups])
    sides: dict[Role, list[tuple[float, _Group]]] = {"PROV": [], "CLI": []}
    open_: list[_Group] = []
    for group, score in zip(groups, scores, strict=True):
        # A name that nobody introduces must act plainly to be a party's.
        if abs(score) >= (_DECIDED if group.introduced else 2 * _DECIDED):
            sides["PROV" if score > 0 else "CLI"].append((score, group))
        elif not group.introduced and score > -_DECIDED:
            open_.append(group)
    if not any(g.full for _, g in sides["PROV"]):
        # A letterhead that nothing else explains is the drafter's.
        sides["PROV"] += [(0.5, group) for group in open_]
    provider, client = _names(sides["PROV"]), _names(sides["CLI"])
    taken = {_key(n.text) for n in (*provider, *client)}
    for role, name in _used(segments, body, taken):
        if role == "PROV":
            provider = (*provider, name)
        else:
            client = (*client, name)
    for role, name in _by_deeds(segments, body, Parties(provider, client)):
        if role == "PROV":
            provider = (name, *provider)
        else:
            client = (name, *client)
    return Parties(provider, client)


@dataclass(frozen=True)
class _Group:
    """Mentions of one party, joined: its names with the evidence of the first mention of each."""

    names: dict[str, Evidence]
    role: str
    weight: float
    introduced: bool

    @property
    def named(self) -> bool:
        """Whether it has a name of its own, not only what its role is called."""
        return any(not role_of(name) for name in self.names)

    @property
    def full(self) -> bool:
        """Whether it has a company's name, not only short names."""
        return any(COMPANY.fullmatch(name) for name in self.names)


def _key(name: str) -> str:
    return re.sub(r"\s+", " ", name.lower()).strip(" .,").removeprefix("the ")


def _groups(found: Sequence[Mention], segments: Sequence[Segment]) -> list[_Group]:
    groups: list[list[Mention]] = []
    for mention in found:
        keys = _keys(mention.names)
        same = [
            g for g in groups if any(_joined(keys, _keys(m.names)) for m in g) and not _opposite(mention, g)
        ]
        merged = [m for g in same for m in g] + [mention]
        groups = [g for g in groups if g not in same] + [merged]
    whole = " ".join(s.text for s in segments)
    return [_group(g, whole) for g in groups]


def _keys(names: Sequence[str]) -> frozenset[str]:
    """What a name may be met by: itself and itself without its legal form."""
    return frozenset(k for n in names for k in (_key(n), _key(_PLAIN_SUFFIX.sub("", n))) if k)


def _joined(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b)


def _opposite(mention: Mention, group: Sequence[Mention]) -> bool:
    return bool(mention.role) and any(m.role and m.role != mention.role for m in group)


def _group(mentions_: list[Mention], whole: str) -> _Group:
    names: dict[str, Evidence] = {}
    votes: Counter[str] = Counter()
    for mention in sorted(mentions_, key=lambda m: -m.weight):
        for name in mention.names:
            if not any(_key(name) == _key(n) for n in names):
                names[name] = mention.evidence
        votes[mention.role] += 1 if mention.role else 0
        trade = trading_name(mention.evidence.quote)
        if trade and mention.weight >= 1:
            names.setdefault(trade, mention.evidence)
    for name in list(names):
        for short in _shortened(name, whole):
            names.setdefault(short, names[name])
    role = votes.most_common(1)[0][0] if votes and votes.most_common(1)[0][1] else ""
    return _Group(names, role, sum(m.weight for m in mentions_), any(m.weight >= 1 for m in mentions_))


def _shortened(name: str, whole: str) -> Iterator[str]:
    """Short forms of a full name that the contract uses by themselves: without the legal form, the first words."""
    plain = _PLAIN_SUFFIX.sub("", name).strip(" ,.")
    if plain == name or not plain:
        return
    parts = plain.split()
    for n in range(len(parts), 0, -1):
        short = " ".join(parts[:n]).strip(" ,.&")
        bare = short.lower().split()
        if not bare or all(w in _GENERIC for w in bare) or bare[-1] in ("and", "of", "the", "&"):
            continue
        uses = len(re.findall(rf"(?<!\w){re.escape(short)}(?!\w)", whole, re.IGNORECASE))
        longer = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", whole, re.IGNORECASE))
        if uses - longer >= 2 and (n > 1 or len(short) > 3):
            yield short


def _score(group: _Group, body: Sequence[str]) -> float:
    """Above zero the provider, below zero the client: what the places say, then what the party does."""
    score = {"PROV": 4.0, "CLI": -4.0, "": 0.0}[group.role]
    return (
        score + _calling(group.names) + _leaning([n for n in group.names if _key(n) not in ("i", "me")], body)
    )


def _calling(names: Iterable[str]) -> float:
    """What kind of business the names are of: those that work with computers are rarely the client."""
    parts = {w for n in names for w in re.findall(r"[a-z]+", n.lower())}
    return 0.25 * (bool(parts & _TRADES) - bool(parts & _INSTITUTIONS))


def _leaning(names: Sequence[str], body: Sequence[str]) -> float:
    """What the party does, between -3 (a client's deeds) and 3 (a provider's)."""
    spelt = {s for n in names for s in (n, n.upper() if len(n) > 3 else n, n.title() if n.isupper() else n)}
    union = "|".join(re.escape(n) for n in sorted(spelt, key=len, reverse=True))
    if not union:
        return 0.0
    return max(-3.0, min(3.0, leaning(body, re.compile(rf"(?<!\w)(?:{union})(?!\w)"))))


def _opposed(groups: Sequence[_Group], scores: Sequence[float]) -> list[float]:
    """Of two parties that are introduced together, one is the other side of the other.

    Where their roles differ they stand. Where one has a role, or its deeds are plain, the other is the other side;
    where neither has, the one that does more of what providers do is the provider.
    """
    decided = list(scores)
    pair = _pair(groups)
    if pair is None:
        return _against_roles(groups, decided)
    first, second = sorted(pair, key=lambda i: -abs(scores[i]))
    gap = abs(scores[first] - scores[second])
    if scores[first] * scores[second] < 0 and min(abs(scores[first]), abs(scores[second])) >= _DECIDED:
        return decided
    if gap < _TOLD or (groups[first].role and groups[first].role == groups[second].role):
        return decided
    upper, lower = (first, second) if scores[first] > scores[second] else (second, first)
    decided[upper] = max(scores[upper], _DECIDED + min(1.0, gap))
    decided[lower] = min(scores[lower], -_DECIDED - min(1.0, gap))
    return decided


def _against_roles(groups: Sequence[_Group], scores: list[float]) -> list[float]:
    """A single named party beside a mere role ("the customer named in the order") is the other side of that role."""
    named = [i for i, g in enumerate(groups) if g.introduced and g.named]
    roles = {g.role for g in groups if g.role and not g.named}
    if len(named) == 1 and len(roles) == 1 and not groups[named[0]].role and abs(scores[named[0]]) < 2:
        scores[named[0]] = 1.0 if roles == {"CLI"} else -1.0
    return scores


def _pair(groups: Sequence[_Group]) -> tuple[int, int] | None:
    """The two parties with a name of their own that are introduced together, those with most to say about them first."""
    named = sorted(
        (i for i, g in enumerate(groups) if g.introduced and g.named), key=lambda i: -groups[i].weight
    )
    for n, i in enumerate(named):
        for j in named[n + 1 :]:
            if _beside(groups[i], groups[j]):
                return i, j
    return None


def _beside(one: _Group, other: _Group) -> bool:
    """Whether both are introduced in the same place: a party to the contract, not a company it happens to name."""
    places = [{(e.document, e.start // 1500) for e in g.names.values()} for g in (one, other)]
    return any(doc == d and abs(at - a) <= 1 for doc, at in places[0] for d, a in places[1])


def _names(side: list[tuple[float, _Group]]) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    for score, group in sorted(side, key=lambda x: -x[1].weight):
        sure = min(0.99, 0.5 + abs(score) / 10)
        for text, evidence in group.names.items():
            found.setdefault(_key(text), Name(text, evidence, round(sure, 2)))
    return tuple(found.values())


def _used(segments: Sequence[Segment], body: Sequence[str], taken: set[str]) -> Iterator[tuple[Role, Name]]:
    """Role words and pronouns that the contract uses without saying whom they mean."""
    for word, role in _WORDS.items():
        if word in taken:
            continue
        pattern = re.compile(rf"(?<!\w)(?:{word.capitalize()}|{word.upper()})(?:'s)?(?!\w)")
        uses = [t for t in body if pattern.search(t)]
        side = _leaning([word.capitalize(), word.upper()], uses) if len(uses) >= 2 else 0.0
        acts = abs(side) >= _DECIDED or (word in _PLAIN and len(uses) >= 2)
        # The plain words keep their meaning unless the deeds speak plainly against it.
        allowed = 2.5 if word in _PLAIN else 0.0
        if not acts or (side if role == "PROV" else -side) < -allowed:
            continue
        first = next(s for s in segments if pattern.search(s.text))
        yield role, Name(word.capitalize(), quote(first, 0, len(first.text)), 0.7)
    yield from _pronouns(segments, body, taken)


def _by_deeds(
    segments: Sequence[Segment], body: Sequence[str], known: Parties
) -> Iterator[tuple[Role, Name]]:
    """A proper name that nobody introduced but that acts like the side that has no name yet."""
    missing: list[Role] = []
    for role, names in (("PROV", known.provider), ("CLI", known.client)):
        if all(_key(n.text) in PRONOUNS for n in names) and (
            not names or not known.provider or not known.client
        ):
            missing.append("PROV" if role == "PROV" else "CLI")
    if not missing:
        return
    subjects = Counter(m["name"] for t in body for m in _SUBJECT.finditer(t))
    best: dict[Role, tuple[float, str]] = {}
    for name, count in subjects.most_common(12):
        if count < 2 or not is_alias(name) or known.find(name):
            continue
        side = _leaning([name], body)
        role = "PROV" if side > 0 else "CLI"
        if role in missing and abs(side) >= _DECIDED and abs(side) > best.get(role, (0.0, ""))[0]:
            best[role] = (abs(side), name)
    for role, (side, text) in best.items():
        first = next(s for s in segments if text in s.text)
        yield role, Name(text, quote(first, 0, len(first.text)), round(min(0.8, 0.5 + side / 10), 2))


def _pronouns(
    segments: Sequence[Segment], body: Sequence[str], taken: set[str]
) -> Iterator[tuple[Role, Name]]:
    """The one who provides is "we" and the one who pays "you", unless a buyer wrote the document."""
    ours: Role = "PROV" if leaning(body, _OURS) >= leaning(body, _YOURS) else "CLI"
    theirs: Role = "CLI" if ours == "PROV" else "PROV"
    kinds: tuple[tuple[re.Pattern[str], str, Role], ...] = (
        (_FIRST, "we", ours),
        (_SECOND, "you", theirs),
        (_SINGLE, "I", ours),
    )
    for pattern, word, role in kinds:
        if word.lower() in taken:
            continue
        uses = [s for s in segments if s.kind != "heading" and _really(pattern, s.text)]
        if len(uses) >= 3:
            yield role, Name(word, quote(uses[0], 0, len(uses[0].text)), 0.7)


def _really(pattern: re.Pattern[str], text: str) -> bool:
    return any(m.group() != "US" for m in pattern.finditer(text))

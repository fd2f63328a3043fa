"""What kind of duty a sentence speaks of.

Rules look for words; a small scorer, which knows what the rules say, weighs all the words and decides. It was trained
by training/duty_kinds.py, which reports both on providers that it has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from remit.reader.features import columns, tokens
from remit.reader.model import Linear, load

_CLIENT: tuple[tuple[str, str], ...] = (
    (
        "payment",
        (
            r"\bpay(?:s|ing|able|ment)?\b|\bpaid\b|\breimburs\w+|\bfees?\b.{0,40}\bdue\b|\binterest\b|\blate charges?\b|\bdeposit\b|\bbear(?:s)? (?:the |all )?(?:\w+ )?(?:cost|expense)"
            r"|\b(?:costs?|expenses|taxes|charges)\b.{0,60}\b(?:borne|met) by\b|\bowes?\b|\bresponsible for (?:all |any |the )?(?:\w+ ){0,4}(?:costs?|taxes|charges|fees|expenses)\b"
        ),
    ),
    (
        "backup",
        r"\bback(?:ed|ing|s)?[- ]?ups?\b|\bbacks? (?:it|them|everything|data) up\b|\bcopies of (?:its|your|their|all) (?:data|files)\b",
    ),
    (
        "warranty",
        r"\bwarrant(?:y|ies)\b(?! (?:that|and represent))|\bmaintenance (?:contract|plan|cover)\b.{0,60}\b(?:device|hardware|equipment|server)|\b(?:under|not older than|less than) \w+ years? old\b",
    ),
    (
        "vendor_support",
        (
            r"\bvendor[- ]support\w*|\b(?:support|maintenance) (?:contract|agreement|arrangement|subscription|cover)s?\b|\bsupported version|\bunder (?:support|maintenance)\b"
            r"|\b(?:publisher|manufacturer|vendor|maker|developer)(?:'s|s)? support\b|\bsupported by (?:its|the|their) (?:publisher|manufacturer|vendor|maker)"
        ),
    ),
    (
        "contact",
        (
            r"\b(?:designat|appoint|nominat|nam|assign|identif|maintain|provid|keep)\w*\b.{0,60}\b(?:contacts?|coordinator|representatives?|liaison|point of contact|officer|manager|person)\b"
            r"|\bcontact (?:information|details|person)\b"
        ),
    ),
    (
        "security",
        r"\bpasswords?\b|\bcredentials?\b|\bsecurity\b|\banti-?(?:virus|malware)\b|\bmalware\b|\bfirewalls?\b|\bmulti-?factor\b|\bMFA\b|\bphishing\b|\bencrypt\w*|\bunauthori[sz]ed (?:access|use|persons?)\b|\bsign-in\b",
    ),
    (
        "approvals",
        r"\bapprov\w+|\bauthori[sz]ations?\b|\bdecisions?\b|\b(?:respond|repl(?:y|ies)|answer)\w*\b.{0,50}\b(?:within|promptly|timely|request|question|quer)|\bsign[- ]?off\b|\bconsent to\b",
    ),
    (
        "access",
        r"\baccess\b(?! to the services)|\badmit\b|\blets? .{0,40}\bin\b|\badmission\b|\bescort\b|\bbadge\b|\bavailability of (?:staff|premises)|\bmake .{0,40}(?:available|accessible)\b",
    ),
    (
        "environment",
        (
            r"\bsurge\b|\bpower\b|\belectric\w*|\bair[- ]?condition\w*|\btemperature\b|\bventilat\w*|\b(?:server|equipment|comms?) (?:room|closet)s?\b|\bclosets?\b|\binternet connection\b|\bbroadband\b|\bbandwidth\b"
            r"|\bsafe (?:place|working|environment)\b|\bwork(?:ing)? (?:space|area|environment)\b|\bcabling\b|\bminimum (?:requirements|specifications?|standards)\b|\bmanufacturer'?s? (?:instructions|specifications)|\bclean and\b|\bdust\b|\bups\b|\buninterrupt"
            r"|\bcare of (?:the )?equipment\b|\bsite preparation\b|\bhealth and safety\b|\b(?:install|upgrade|maintain)\w* .{0,40}\b(?:hardware|equipment|network)\b"
        ),
    ),
    (
        "information",
        r"\binform\w*\b|\bnotif(?:y|ies|ication)\b|\btells?\b|\breports?\b|\badvises?\b|\bnotice\b|\bdocumentation\b|\baccurate\b|\bdescri(?:be|ption)\b|\bdetails\b|\blists?\b|\brecords?\b|\binventory\b|\bdisclose\b|\bregister\b|\bdata .{0,20}correct\b",
    ),
    (
        "conduct",
        r"\bsolicit\w*|\bhir(?:e|ing)\b|\bemploy\b|\bconfiden\w+|\bcompl(?:y|ies|iance)\b|\bindemnif\w+|\blaws?\b|\bnot\b|\bnever\b|\brefrain\b|\bacceptable use\b|\bmisuse\b|\bassign\b|\breturn\b|\bcourteous\b|\bno\b",
    ),
)
_PROVIDER: tuple[tuple[str, str], ...] = (
    ("insurance", r"\binsur(?:ance|ed|es?)\b|\bindemnity cover\b"),
    (
        "backup_test",
        r"\b(?:test|trial|verif|practice)\w*\b.{0,40}\b(?:restor\w*|recover\w*)|\b(?:restor|recover)\w*\b.{0,25}\b(?:test|trial|drill|exercise)|\btest\w*\b.{0,20}\bbackups?\b|\bbackups?\b.{0,20}\btest",
    ),
    (
        "patching",
        r"\bpatch\w*|\b(?:security|operating[- ]system|os|critical|software|firmware) (?:\w+ )?(?:updates?|fixes|upgrades?)\b|\bupdates? (?:to|of|for) (?:the )?(?:operating|software|firmware|servers?)|\bhotfix\w*|\bservice packs?\b",
    ),
    (
        "review",
        r"\b(?:business |service |account |performance |quarterly |annual |technology |strategic )reviews?\b|\bmeet(?:ings?|s)?\b|\broadmap\b|\bQBRs?\b|\breviews?\b",
    ),
    (
        "report",
        r"\breport(?:s|ing)?\b|\bstatements?\b|\bsummar(?:y|ies)\b|\blogs?\b|\bminutes of\b|\bevidence\b|\bcertificate\b|\brecords\b",
    ),
    (
        "response",
        r"\brespon(?:d|ds|se|ses|ding)\b|\backnowledg\w+|\b(?:first|call) (?:reply|back)\b|\brepl(?:y|ies)\b|\bbegin work\b|\bstart work\b|\battend\w*\b|\banswer\w*\b|\bengineer (?:engaged|on site)|\bperson on\b|\bresol(?:ve|ution)\w*\b|\bPriority \d|\bP[1-4]\b|\bseverity\b",
    ),
    ("notice", r"\bnotice\b|\bnotif\w+|\bwarn\w*|\btells?\b|\binform\w*|\badvis(?:e|es)\b|\binvoic\w+"),
)
CLIENT_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CLIENT)
PROVIDER_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PROVIDER)
_TIME = r"(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?|business|working|calendar)"
_COUNT = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety)"
)
RHYTHM = re.compile(
    r"\b(?:hourly|daily|weekly|fortnightly|monthly|quarterly|annual(?:ly)?|yearly|nightly|semi-?annual(?:ly)?|bi-?(?:weekly|monthly|annual(?:ly)?))\b"
    r"|\b(?:each|every|per)\s+(?:\w+\s+)?(?:hour|day|night|morning|week|fortnight|month|quarter|year|term)\b|\b(?:once|twice|\w+ times) (?:a|per|every|each)\b"
    r"|\bon a (?:regular|periodic) basis\b|\b(?:periodic|regular)(?:ally|ly)?\b",
    re.IGNORECASE,
)
DEADLINE = re.compile(
    rf"\b(?:within|in under|no later than|not later than|at least|not less than|not more than|upon|by)\s+(?:\w+\s+){{0,3}}?(?:\(?\d+\)?\s+)?(?:\w+\s+)?{_TIME}\b"
    rf"|\b\d+\)?\s*(?:business |working |calendar )?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?)'?\b|\b(?:next|same)[- ](?:business |working )?day\b"
    r"|\bby the \w+\b|\b24\s?[x/]\s?7\b|\b(?:prior|advance|reasonable)\b.{0,20}\bnotice\b|\bprompt(?:ly)?\b|\bimmediate(?:ly)?\b|\bas soon as\b",
    re.IGNORECASE,
)


def client_kind(own: str, around: str = "") -> str:
    """The kind of a client's duty; `around` are the words of its lead-in and heading."""
    return learnt("client", columns(features("client", own, around)), _model())


def provider_kind(own: str, around: str = "") -> str | None:
    """The kind of a service duty; None where the words hold neither such a service nor a rhythm or deadline."""
    if ruled("provider", own, around) is None:
        return None
    return learnt("provider", columns(features("provider", own, around)), _model())


def ruled(party: str, own: str, around: str = "") -> str | None:
    """The kind by words alone: those that stand first in the lists win."""
    if party == "provider":
        return _ruled_service(own)
    for text in (own, around):
        for kind, pattern in CLIENT_KINDS:
            if text and pattern.search(text):
                return kind
    return "other"


def features(party: str, own: str, around: str) -> Iterator[str]:
    """What the scorer sees: words and pairs of words, the words around them, and what the rules say."""
    found = ["^", *tokens(own.lower()), "$end"]
    for one, two in pairwise(found):
        yield f"{party}:1:{one}"
        yield f"{party}:2:{one} {two}"
    for word in tokens(around.lower()):
        yield f"{party}:a:{word}"
    yield f"{party}:r:{ruled(party, own, around)}"


def learnt(party: str, row: Sequence[int], scorer: Linear) -> str:
    """The likeliest kind of a party's duty."""
    scores = scorer.scores([row])[0]
    mine = [
        (float(score), head)
        for score, head in zip(scores, scorer.heads, strict=True)
        if head.startswith(f"{party}:")
    ]
    return max(mine)[1].partition(":")[2]


@cache
def _model() -> Linear:
    return load(files("remit.reader").joinpath("duty_kinds.npz").read_bytes())


def _ruled_service(own: str) -> str | None:
    timed = bool(RHYTHM.search(own) or DEADLINE.search(own))
    for kind, pattern in PROVIDER_KINDS:
        if pattern.search(own) and (timed or kind == "insurance"):
            return kind
    return (
        "other"
        if timed and (RHYTHM.search(own) or re.search(rf"\d|\bprompt|\b{_COUNT}\b", own, re.IGNORECASE))
        else None
    )

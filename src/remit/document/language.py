"""Whether a text is English, and whether it is a contract at all, told by its commonest words. Both err on yes."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOOK = 60_000  # characters: a contract shows its language early
_FEWEST = 40  # words: in less there is nothing to tell
_ENGLISH_SHARE = (
    0.16  # of all words; English contracts have 0.3 to 0.45, lists of devices and prices about 0.2
)
_FEWEST_DIFFERENT = 7  # commonest words of a language that name it; a brand or a unit may be one of them
_CLEAR = 2.0  # times as many commonest words of another language as of English

_COMMON: dict[str, str] = {
    "English": "the of and to in for is that by this be or any shall will with as on it are not from at its such which may has have all",
    "German": "der die das und ist nicht mit den des dem ein eine einer zu von für auf im wird werden oder durch nach bei sich auch als sind hat kann vertrag",
    "French": "le la les des et est dans que pour une du au aux par sur ou ce cette ne pas qui sont avec il à être sera ses leur contrat",
    "Spanish": "el la los las de y en que por para con una del se al es no su sus lo como o este esta será entre contrato partes",
    "Italian": "il di che la le una del della dei delle con non si sono gli nel alla da è o al ai ed essere contratto",
    "Portuguese": "o a os as de que em para com uma do da dos das não se por no na ao é ou será pelo pela contrato",
    "Dutch": "de het een van en in is dat op te voor met niet zijn aan door of bij wordt worden als naar dit deze ook overeenkomst",
    "Polish": "i w z na do nie się jest oraz przez o od lub że po za przy jako zgodnie umowy strony może będzie",
    "Swedish": "och i att det som en på är av för med den till inte ett om eller har ska vid från avtal",
    "Turkish": "ve bir bu ile için olarak olan veya da de her taraf sözleşme tarafından",
}
_LISTS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_BINDING = frozenset(
    [
        "shall",
        "must",
        "agreement",
        "agree",
        "agrees",
        "agreed",
        "contract",
        "party",
        "parties",
        "services",
        "service",
        "provider",
        "supplier",
        "customer",
        "client",
        "liable",
        "liability",
        "terminate",
        "termination",
        "term",
        "fees",
        "fee",
        "charges",
        "payment",
        "invoice",
        "notice",
        "obligations",
        "responsible",
        "warranty",
        "warrants",
        "schedule",
        "clause",
        "section",
        "hereby",
        "thereof",
        "herein",
        "coverage",
        "covered",
        "excluded",
        "exclusions",
        "indemnify",
        "confidential",
        "support",
    ]
)
_PLAIN = frozenset(
    [
        "month",
        "monthly",
        "hourly",
        "rate",
        "price",
        "prices",
        "charge",
        "charges",
        "bill",
        "billed",
        "invoice",
        "pay",
        "paid",
        "fee",
        "cost",
        "costs",
        "computer",
        "computers",
        "server",
        "servers",
        "network",
        "printer",
        "printers",
        "laptop",
        "laptops",
        "mail",
        "backup",
        "backups",
        "antivirus",
        "software",
        "remote",
        "router",
        "wi-fi",
        "password",
        "passwords",
        "licence",
        "licences",
        "repair",
        "visit",
        "notice",
        "support",
        "cover",
        "covered",
        "included",
        "extra",
    ]
)
"""What an agreement on support in everyday words speaks of, where it has no provider that shall."""
_PLAIN_SHARE, _PLAIN_WORDS = 0.025, 14
_BINDING_SHARE = 0.012  # of all words; contracts have 0.04 to 0.15, novels and recipes below 0.004


def check_language(text: str) -> str | None:
    """A polite refusal where the text is clearly not English; None where it is English or can't be told."""
    letters = [c for c in text[:_LOOK] if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    if len(letters) > 4 * _FEWEST and latin < 0.5 * len(letters):
        return "The text is not in the Latin alphabet. Remit reads contracts in English only; give an English translation."
    words = Counter(word.lower() for word in _WORD.findall(text[:_LOOK]))
    total = words.total()
    if total < _FEWEST:
        return None
    shares = {language: sum(words[word] for word in common) / total for language, common in _LISTS.items()}
    english = shares.pop("English")
    other = max(shares, key=lambda language: shares[language])
    different = sum(1 for word in _LISTS[other] if words[word])
    if (
        different < _FEWEST_DIFFERENT
        or english >= _ENGLISH_SHARE
        or shares[other] < _CLEAR * english
        or shares[other] < _ENGLISH_SHARE
    ):
        return None
    return f"The text seems to be in {other}. Remit reads contracts in English only; give an English translation."


def looks_like_contract(text: str) -> bool:
    """Whether the text speaks of duties, parties, services or terms as contracts, schedules and orders do."""
    words = Counter(word.lower() for word in _WORD.findall(text[:_LOOK]))
    binding = sum(words[word] for word in _BINDING)
    different = sum(1 for word in _BINDING if words[word])
    if different >= 3 and binding >= _BINDING_SHARE * words.total():
        return True
    plain = [words[word] for word in _PLAIN if words[word]]
    return len(plain) >= _PLAIN_WORDS and sum(plain) >= _PLAIN_SHARE * words.total()

"""The term fields of the vocabulary, read from an agreement with evidence, rivals and confidence."""

from __future__ import annotations

from collections.abc import Sequence

from remit.contract import TermField, vocabulary
from remit.document import Document
from remit.reader.fields.client_duties import read_client_duties
from remit.reader.fields.fees import read_fees
from remit.reader.fields.legal import read_legal
from remit.reader.fields.liability import read_liability
from remit.reader.fields.parties import read_party_names
from remit.reader.fields.payment import read_payment
from remit.reader.fields.rates import read_rates
from remit.reader.fields.renewal import read_renewal
from remit.reader.fields.setting import setting
from remit.reader.fields.support import read_support
from remit.reader.fields.targets import read_targets
from remit.reader.fields.term import read_term
from remit.reader.fields.termination import read_termination
from remit.reader.parties import Parties
from remit.reader.segment import Segment

__all__ = ["read_fields"]


def read_fields(
    documents: Sequence[Document], segments: Sequence[Segment], parties: Parties | None = None
) -> dict[str, TermField]:
    """Every field of the vocabulary, in its order; one the agreement does not speak of has state "silent"."""
    here = setting(documents, segments, parties)
    support = read_support(here)
    found = {
        **read_party_names(here),
        **read_term(here),
        **read_renewal(here),
        **read_termination(here),
        **read_fees(here),
        **read_rates(here),
        **read_payment(here),
        **support,
        **read_targets(here, support["support_hours"]),
        **read_liability(here),
        **read_legal(here),
        **read_client_duties(here),
    }
    return {name: found[name] for name in vocabulary().fields}

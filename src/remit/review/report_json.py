"""The review as one stable JSON document. Names and order are those of findings.py."""

from __future__ import annotations

from typing import Any

from remit.review.findings import Review
from remit.review.wording import NOT_ADVICE


def to_json(review: Review) -> dict[str, Any]:
    """Plain data: {"schema": "remit/review/1", ...}; offsets count characters in the named document's text."""
    data: dict[str, Any] = review.model_dump(mode="json", by_alias=True)
    for held, topic in zip(data["topics"], review.topics, strict=True):
        held["worst"] = topic.worst
    return {"schema": data.pop("schema"), "note": NOT_ADVICE, **data}

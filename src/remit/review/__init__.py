"""A review of a contract for the one who pays: the playbook, the findings and three ways to show them."""

from remit.review.findings import Item, Quote, Review, Topic
from remit.review.playbook import Playbook, client_playbook, load_playbook
from remit.review.reviewing import review

__all__ = ["Item", "Playbook", "Quote", "Review", "Topic", "client_playbook", "load_playbook", "review"]

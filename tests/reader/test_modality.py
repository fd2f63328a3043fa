"""Who must, may or need not; what is said of the fee."""

from __future__ import annotations

import pytest
from texts import segment, segments

from remit.reader.modality import modality
from remit.reader.parties import Name, Parties
from remit.reader.statements import statements

PARTIES = Parties(
    provider=(Name("Kestrel Support", None, 1), Name("Supplier", None, 1), Name("we", None, 1)),
    client=(Name("Alder Homes", None, 1), Name("Client", None, 1), Name("you", None, 1)),
)

# sentence, actor, force, what it says of the fee
TABLE = [
    ("The Client shall pay each invoice within 30 days.", "CLI", "shall", None),
    ("Client will name a contact.", "CLI", "shall", None),
    ("The Client must keep its software licensed.", "CLI", "shall", None),
    ("You'll tell us when someone leaves.", "CLI", "shall", None),
    ("You should restart the router first.", "CLI", "shall", None),
    ("Alder Homes agrees to give remote access.", "CLI", "shall", None),
    ("Alder Homes undertakes to keep backups.", "CLI", "shall", None),
    ("The Client is responsible for the building's wiring.", "CLI", "shall", None),
    ("Client is solely responsible for all passwords.", "CLI", "shall", None),
    ("The Client shall be solely responsible for data entry.", "CLI", "shall", None),
    ("The Client is required to hold a warranty.", "CLI", "shall", None),
    ("You are expected to read the bulletin.", "CLI", "shall", None),
    ("The Client needs to approve quotes.", "CLI", "shall", None),
    ("You have to sign for parts.", "CLI", "shall", None),
    ("The Client is to provide a desk.", "CLI", "shall", None),
    ("The Client accepts full responsibility for its website.", "CLI", "shall", None),
    ("Backups are the Client's responsibility.", "CLI", "shall", None),
    ("It is the Client's responsibility to verify backups.", "CLI", "shall", None),
    ("Licences remain your responsibility.", "CLI", "shall", None),
    ("Insurance is the responsibility of the Client.", "CLI", "shall", None),
    ("It is for the Client to keep the room cool.", "CLI", "shall", None),
    ("Responsibility for the phone lines rests with the Client.", "CLI", "shall", None),
    ("Access shall be provided by the Client.", "CLI", "shall", None),
    ("All changes must be approved in writing by Alder Homes.", "CLI", "shall", None),
    ("The Client's employees shall follow the rules.", "CLI", "shall", None),
    ("Client personnel must attend the training.", "CLI", "shall", None),
    ("Your staff must not share passwords.", "CLI", "may_not", None),
    ("The employees of the Client shall wear badges.", "CLI", "shall", None),
    ("Users must lock their screens.", "CLI", "shall", None),
    ("The Coordinator shall answer within a day.", "CLI", "shall", None),
    ("Client equipment must be under warranty.", "CLI", "shall", None),
    ("The Client, at its own cost, shall fit surge protectors.", "CLI", "shall", None),
    ("If asked, the Client shall restart the server.", "CLI", "shall", None),
    ("Where the Supplier so requests, the Client shall give access.", "CLI", "shall", None),
    ("Should the Client move, it must tell Kestrel Support.", "CLI", "shall", None),
    ("Upon termination, Client shall return the router.", "CLI", "shall", None),
    ("You pay on delivery.", "CLI", "is", None),
    ("You always approve quotes first.", "CLI", "is", None),
    ("The Client may cancel at any time.", "CLI", "may", None),
    ("The Client is entitled to one visit a month.", "CLI", "may", None),
    ("The Client reserves the right to end this contract.", "CLI", "may", None),
    ("You can call at night.", "CLI", "may", None),
    ("The Client shall not hire our technicians.", "CLI", "may_not", None),
    ("You may not resell the service.", "CLI", "may_not", None),
    ("Client agrees not to move the equipment.", "CLI", "may_not", None),
    ("The Client is not permitted to open the case.", "CLI", "may_not", None),
    ("You mustn't install games.", "CLI", "may_not", None),
    ("You need not be present.", "CLI", "need_not", None),
    ("You don't have to call first.", "CLI", "need_not", None),
    ("The Client is not responsible for the router.", "CLI", "need_not", None),
    ("The Supplier shall repair faults.", "PROV", "shall", None),
    ("We will answer within an hour.", "PROV", "shall", None),
    ("We'll fix it.", "PROV", "shall", None),
    ("Kestrel Support is responsible for monitoring.", "PROV", "shall", None),
    ("A report shall be sent by the Supplier each month.", "PROV", "shall", None),
    ("Our engineers will call back.", "PROV", "shall", None),
    ("The help desk shall log every call.", "PROV", "shall", None),
    ("Kestrel Support keeps a register.", "PROV", "is", None),
    ("We patch servers every month.", "PROV", "is", None),
    ("The Supplier may suspend the service.", "PROV", "may", None),
    ("The Supplier shall have the right to change prices.", "PROV", "may", None),
    ("If the Client does not pay, the Supplier may stop work.", "PROV", "may", None),
    ("The Supplier shall not be obliged to repair old devices.", "PROV", "need_not", None),
    ("We are not responsible for lost data.", "PROV", "need_not", None),
    ("The Supplier is under no obligation to attend.", "PROV", "need_not", None),
    ("Kestrel Support has no duty to test backups.", "PROV", "need_not", None),
    ("The Supplier assumes no responsibility for third-party software.", "PROV", "need_not", None),
    ("The Supplier will not be responsible for delays.", "PROV", "need_not", None),
    ("The Supplier does not accept any liability for viruses.", "PROV", "need_not", None),
    ("The Supplier shall in no event repair personal devices.", "PROV", "may_not", None),
    ("In no event shall the Supplier be liable for lost profit.", "PROV", "may_not", None),
    ("The Supplier shall not disclose data.", "PROV", "may_not", None),
    ("The Supplier shall give not less than ten days' notice.", "PROV", "shall", None),
    ("Neither party shall solicit the other's staff.", "BOTH", "may_not", None),
    ("Either party may end this agreement.", "BOTH", "may", None),
    ("The parties shall meet each quarter.", "BOTH", "shall", None),
    ("The Client and the Supplier shall meet each month.", "BOTH", "shall", None),
    ("The manufacturer shall replace the part.", "THIRD", "shall", None),
    ("Third parties may access the portal.", "THIRD", "may", None),
    ("This agreement starts on May 1, 2026.", None, None, None),
    ("A will was found.", None, None, None),
    ("Interest shall accrue daily.", None, "shall", None),
    ("No refund will be given.", None, "may_not", None),
    ("Travel is included in the monthly fee.", None, None, "included"),
    ("The plan covers laptops.", None, None, "included"),
    ("We repair printers at no additional charge.", "PROV", "is", "not_charged"),
    ("Remote help is free of charge.", None, None, "not_charged"),
    ("Travel will not be billed.", None, "may_not", "not_charged"),
    ("We do not charge for phone calls.", None, None, "not_charged"),
    ("Projects are not included.", None, None, "not_included"),
    ("The fee does not include parts.", None, None, "not_included"),
    ("Virus removal is excluded.", None, None, "not_included"),
    ("Games are out of scope.", None, None, "not_included"),
    ("Weekend work will be charged at the hourly rate.", None, "shall", "charged"),
    ("Parts are billed separately.", None, None, "charged"),
    ("After-hours work is $150 per hour.", None, None, "charged"),
    ("Travel is included except where visits are charged by the hour.", None, None, "included"),
    ("Projects are not included unless the Supplier agrees to it.", None, None, "not_included"),
    ("Cabling is charged, other than cabling that is included in a project.", None, None, "charged"),
]


@pytest.mark.parametrize(("text", "actor", "force", "stance"), TABLE)
def test_one_sentence(text: str, actor: str | None, force: str | None, stance: str | None) -> None:
    found = modality(segment(text), PARTIES)
    assert (found.actor, found.force, found.stance) == (actor, force, stance)


def test_two_statements_in_a_sentence() -> None:
    found = statements("The Client shall pay the fee and the Supplier shall repair faults.", PARTIES)
    assert [(s.actor, s.force) for s in found] == [("CLI", "shall"), ("PROV", "shall")]


def test_one_subject_for_two_verbs() -> None:
    found = statements("The Client shall keep records and shall show them.", PARTIES)
    assert [s.actor for s in found] == ["CLI", "CLI"]


def test_conditions_are_subordinate() -> None:
    condition, main = statements("If you must travel, we will post the laptop.", PARTIES)
    assert (condition.subordinate, main.subordinate) == (True, False)


def test_items_continue_their_lead_in() -> None:
    found = segments("The Client shall:\n\n(a) provide access; and\n\n(b) keep a contact on call.")
    read = [modality(s, PARTIES) for s in found[1:]]
    assert [(m.actor, m.force, m.via) for m in read] == [("CLI", "shall", "lead")] * 2


def test_items_under_a_heading_of_duties() -> None:
    found = segments("# Client Responsibilities\n\n- Keep the server room locked.\n- Name a contact.")
    assert [modality(s, PARTIES).actor for s in found[1:]] == ["CLI", "CLI"]


def test_it_is_the_actor_before() -> None:
    found = statements("It must let engineers in.", PARTIES, "CLI")
    assert (found[0].actor, found[0].via) == ("CLI", "pronoun")

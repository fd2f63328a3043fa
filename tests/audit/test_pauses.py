"""When the clock stood: from the history of states, or from a log of pauses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from export_files import EXAMPLES, imported, text_table
from hypothesis import given
from hypothesis import strategies as st

from remit.audit.importers.finishing import complete
from remit.audit.importers.pausing import pauses_of

CHANGES = ("Ticket ID", "Changed at", "New status", "Reason")


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_history_of_states_gives_the_pauses_and_their_reasons(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        CHANGES,
        ("1", "2026-03-02 12:00", "Open", ""),
        ("1", "2026-03-02 09:00", "New", ""),
        ("2", "2026-03-02 10:00", "On hold", "parts"),
        ("1", "2026-03-02 10:00", "Waiting for customer", "an answer"),
        ("1", "2026-03-02 11:00", "Pending", "still an answer"),
        ("1", "2026-03-02 15:00", "Solved", ""),
    )
    log = imported(path).table("pause_log").collect()
    assert log.select("ticket", "paused_from", "paused_to", "reason").rows() == [
        ("1", at(10), at(12), "an answer"),
        ("2", at(10), None, "parts"),
    ]


def test_tickets_get_their_pauses_from_a_file_beside_them() -> None:
    folder = EXAMPLES / "tickets"
    found = imported(folder / "zendesk.csv", folder / "status-changes.csv").table("tickets").collect()
    pauses = dict(zip(found["ticket"], found["pauses"].to_list(), strict=True))
    assert pauses["1001"] is None
    assert pauses["1005"] == [
        {"from": datetime(2026, 3, 6, 15, 30, tzinfo=UTC), "to": datetime(2026, 3, 9, 9, 10, tzinfo=UTC)}
    ]
    counted = dict(zip(found["ticket"], found["paused_seconds"], strict=True))
    for ticket, spans in pauses.items():
        assert sum((s["to"] - s["from"]).total_seconds() for s in spans or []) == counted[ticket]


def test_a_log_of_pauses_is_read_too(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        ("Ticket", "Paused from", "Paused to", "Waiting for"),
        ("1", "2026-03-02 10:00", "2026-03-02 11:00", "client"),
        ("1", "2026-03-03 10:00", "", "vendor"),
    )
    tickets = text_table(
        tmp_path, ("Ticket", "Created", "Subject"), ("1", "2026-03-02 09:00", "x"), name="tickets.csv"
    )
    found = imported(tickets, path).table("tickets").collect()
    assert found["pauses"].to_list() == [[{"from": at(10), "to": at(11)}, {"from": at(10, 3), "to": None}]]


@given(
    st.lists(
        st.tuples(st.integers(0, 23), st.sampled_from(["open", "pending", "resolved", None])), max_size=12
    )
)
def test_pauses_are_exactly_the_hours_in_which_the_last_state_waits(
    changes: list[tuple[int, str | None]],
) -> None:
    rows = [
        {"ticket": "1", "source": "x", "file": "f", "row": n, "changed_at": at(hour), "status": state}
        for n, (hour, state) in enumerate(changes)
    ]
    frame = complete(
        pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame(), "status_changes"
    )
    found = pauses_of(frame.lazy()).collect()
    for hour in range(24):
        before = sorted(((h, n, s) for n, (h, s) in enumerate(changes) if h <= hour), key=lambda c: c[:2])
        waits = bool(before) and before[-1][2] == "pending"
        covered = found.filter(
            (pl.col("paused_from") <= at(hour))
            & (pl.col("paused_to").is_null() | (pl.col("paused_to") > at(hour)))
        )
        assert len(covered) == int(waits)

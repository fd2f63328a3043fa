"""One story, told in the exports of many systems, reads as the same tickets, work, invoices and devices."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from export_files import EXAMPLES, LONDON, read
from polars.testing import assert_frame_equal

from remit.audit.importers import Options, read_files

TICKETS = {
    "zendesk.csv": "zendesk",
    "freshdesk.csv": "freshdesk",
    "freshservice.csv": "freshservice",
    "jira-service-management.csv": "jira-service-management",
    "connectwise.json": "connectwise",
    "autotask.json": "autotask",
    "halopsa.json": "halopsa",
    "zammad.json": "zammad",
    "glpi.csv": "glpi",
    "osticket.csv": "osticket",
    "helpdesk-log.xlsx": "any",
}
NOT_KEPT = {
    "osticket.csv": {"first_response_at", "kind", "asset"},
    "helpdesk-log.xlsx": {"status", "category"},
    # Its three priorities can't tell the highest two of four apart.
    "zammad.json": {"priority"},
}
"""What a system does not keep, by file."""


def tickets(name: str) -> pl.DataFrame:
    return read(EXAMPLES / "tickets" / name, "tickets")


@pytest.mark.parametrize("name", TICKETS)
def test_every_help_desk_tells_the_same_tickets(name: str) -> None:
    found = tickets(name)
    told = tickets("connectwise.json")
    assert found["source"].unique().to_list() == [TICKETS[name]]
    assert found["ticket"].str.slice(-4).to_list() == told["ticket"].to_list()
    assert found["row"].to_list() == sorted(found["row"])
    columns = {
        "opened_at",
        "first_response_at",
        "resolved_at",
        "priority",
        "kind",
        "status",
        "category",
        "title",
        "requester",
        "site",
        "assignee",
        "asset",
    } - NOT_KEPT.get(name, set())
    if name == "glpi.csv":
        found = found.with_columns(pl.col("category").str.replace(" > .*", ""))
    if "status" in columns:
        columns -= {"status"}
        assert (found["status"] == "closed").sum() == 41
    assert_frame_equal(found.select(sorted(columns)), told.select(sorted(columns)))


def test_local_times_become_instants_in_winter_and_in_summer() -> None:
    found = tickets("zendesk.csv")
    opened = dict(zip(found["ticket"], found["opened_at"], strict=True))
    assert opened["1001"] == datetime(2026, 3, 2, 8, 41, tzinfo=UTC)
    assert opened["1018"] == datetime(2026, 4, 1, 7, 15, tzinfo=UTC)


def test_what_systems_say_of_their_targets_is_kept_as_their_claim() -> None:
    left = tickets("jira-service-management.csv")
    late = left.filter(~pl.col("response_met"))["ticket"].str.slice(-4).to_list()
    assert {"1012", "1018", "1021", "1024", "1039"} <= set(late)
    assert tickets("freshdesk.csv")["response_met"].to_list() == left["response_met"].to_list()
    assert tickets("zammad.json")["resolution_met"].to_list() == left["resolution_met"].to_list()


def test_waiting_is_kept_in_seconds_whatever_the_system_counts() -> None:
    waited = tickets("zendesk.csv")["paused_seconds"]
    assert waited.sum() > 0
    for name in ("connectwise.json", "glpi.csv"):
        assert tickets(name)["paused_seconds"].to_list() == waited.to_list()


def test_labels_come_from_one_column_or_from_several_equal_ones() -> None:
    assert tickets("jira-service-management.csv")["tags"].to_list()[3] == ["network", "wifi"]
    for name in ("zendesk.csv", "freshdesk.csv", "zammad.json"):
        assert tickets(name)["tags"].to_list()[3] == ["network", "wifi"]


def test_a_total_under_a_report_is_left_out_and_told() -> None:
    found = read_files([EXAMPLES / "tickets" / "helpdesk-log.xlsx"], options=LONDON)
    assert [n.text for n in found.notices] == ["row 48 of helpdesk-log.xlsx holds sums and was left out."]


@pytest.mark.parametrize("name", ["autotask-time.json", "halopsa-time.json", "timesheet.csv"])
def test_every_system_tells_the_same_work(name: str) -> None:
    columns = [
        "person",
        "role",
        "work_type",
        "place",
        "started_at",
        "ended_at",
        "seconds",
        "seconds_billed",
        "date",
        "notes",
    ]
    found = read(EXAMPLES / "tickets" / name, "time_entries")
    told = read(EXAMPLES / "tickets" / "connectwise-time.json", "time_entries")
    assert_frame_equal(
        found.select(columns).with_columns(pl.col("seconds").cast(pl.Float64)),
        told.select(columns).with_columns(pl.col("seconds").cast(pl.Float64)),
        # Hours with two or four decimals are no whole seconds.
        abs_tol=20 if name == "timesheet.csv" else 1,
    )


def test_time_entries_name_the_ticket_s_number_or_the_system_s() -> None:
    entries = read(EXAMPLES / "tickets" / "autotask-time.json", "time_entries")
    assert set(entries["ticket"]) <= set(tickets("autotask.json")["system_id"])


def forms() -> dict[str, Sequence[Path]]:
    folder = EXAMPLES / "invoices"
    return {
        "ubl": sorted((folder / "ubl").iterdir()),
        "cii": sorted((folder / "cii").iterdir()),
        "printed": sorted((folder / "printed").iterdir()),
        "workbook": [folder / "invoices.xlsx"],
        "xero": [folder / "xero.csv"],
        "quickbooks": [folder / "quickbooks.csv"],
        "factur-x": sorted((folder / "factur-x").iterdir()),
    }


@pytest.mark.parametrize("form", ["cii", "printed", "workbook", "xero", "quickbooks", "factur-x"])
def test_every_form_of_an_invoice_tells_the_same_charges(form: str) -> None:
    found = read_files(forms()[form], options=Options(zone="Europe/London"))
    told = read_files(forms()["ubl"]).table("invoice_lines").collect()
    lines = found.table("invoice_lines").collect()
    columns = [
        "kind",
        "invoice_date",
        "description",
        "quantity_micro",
        "unit_price_micro",
        "amount_minor",
        "currency",
        "customer",
    ]
    want = lines.select("invoice", "line").join(
        told, on=["invoice", "line"], how="left", maintain_order="left"
    )
    assert len(lines) == {"factur-x": 7, "xero": 25, "quickbooks": 25}.get(form, 26)
    assert_frame_equal(lines.select(columns), want.select(columns))
    assert found.notices == ()
    assert lines.filter(pl.col("ticket").is_not_null())["ticket"].to_list() == [
        t for t, own in zip(want["ticket"], lines["ticket"], strict=True) if own is not None
    ]


def test_the_totals_that_invoices_state_are_kept() -> None:
    heads = read_files(forms()["ubl"]).table("invoices").collect()
    first = heads.filter(pl.col("invoice") == "HTS-0317").row(0, named=True)
    assert (first["net_minor"], first["tax_minor"], first["gross_minor"]) == (145282, 29056, 174338)
    credit = heads.filter(pl.col("invoice") == "HTS-C004").row(0, named=True)
    assert (credit["kind"], credit["net_minor"], credit["corrects"]) == ("credit_note", -26125, "HTS-0317")
    printed = read_files(forms()["printed"]).table("invoices").collect()
    assert printed["gross_minor"].to_list() == heads["gross_minor"].to_list()


def test_what_only_the_text_of_a_line_says_is_marked_as_a_doubt() -> None:
    lines = read(EXAMPLES / "invoices" / "xero.csv", "invoice_lines")
    fee = lines.row(0, named=True)
    assert (fee["period_from"], fee["period_to"]) == (date(2026, 3, 1), date(2026, 3, 31))
    assert "period_from: read in the description" in fee["doubts"]
    repair = lines.row(1, named=True)
    assert repair["ticket"] == "1005"
    assert "ticket: read in the description" in repair["doubts"]


@pytest.mark.parametrize("name", ["snipe-it.csv", "ninjaone.json", "glpi.csv", "intune.csv"])
def test_every_register_tells_the_same_devices(name: str) -> None:
    found = read(EXAMPLES / "assets" / name, "assets")
    told = read(EXAMPLES / "assets" / "snipe-it.csv", "assets")
    columns = ["serial", "manufacturer", "model", "user"]
    if name != "intune.csv":
        columns += ["purchased_on", "warranty_until", "site"]
    want = found.select("name").join(told, on="name", how="left", maintain_order="left")
    assert len(found) == {"intune.csv": 54, "ninjaone.json": 70}.get(name, 73)
    assert_frame_equal(found.select(columns), want.select(columns))


def test_the_example_files_tell_the_story_as_it_stands() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "build_records.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "every file tells the story\n"), done.stderr

"""Tickets, time, invoices and assets against the contract: what was owed, what was billed, what was missed."""

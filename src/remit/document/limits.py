"""What a file may cost. Files are hostile until read: size, pages, depth and time are bounded here, in one place."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""A contract of a thousand scanned pages fits."""
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
"""All parts of a Word file or archive together, after unpacking."""
MAX_PACK_RATIO = 200
"""Unpacked bytes for each packed byte of one part."""
MAX_PAGES = 2_000
MAX_OCR_PAGES = 200
MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 200
"""Nesting of HTML or XML elements, list levels, attached messages."""
MAX_ATTACHMENTS = 50
MAX_PIXELS = 80_000_000
"""One picture; beyond it decoding costs gigabytes."""
MAX_DRAWINGS = 50_000
"""Objects of one PDF page, or strokes of one of its paths, that are looked at; a map has more, a contract has not."""

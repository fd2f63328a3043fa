"""A file becomes text that remembers pages, clause numbers and offsets (one module a format)."""

from remit.document.model import Box, Document, Paragraph

__all__ = ["Box", "Document", "Paragraph"]

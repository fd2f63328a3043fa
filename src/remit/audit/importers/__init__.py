"""Exports of ticket systems, invoices and asset registers become the tables of an audit."""

from remit.audit.importers.binding import Options, Question
from remit.audit.importers.exporting import write_table
from remit.audit.importers.formats import formats
from remit.audit.importers.importing import READABLE, FileRead, Imported, read_files
from remit.audit.importers.mapping import Mapping, dump_mapping, load_mapping
from remit.audit.importers.notice import Notice
from remit.audit.importers.preview import Preview, preview_file

__all__ = [
    "READABLE",
    "FileRead",
    "Imported",
    "Mapping",
    "Notice",
    "Options",
    "Preview",
    "Question",
    "dump_mapping",
    "formats",
    "load_mapping",
    "preview_file",
    "read_files",
    "write_table",
]

"""A trial to take away: side by side as plain values, as a table (CSV), as a document (PDF)."""

from app.laboratory.report.document import document_of
from app.laboratory.report.side_by_side import Column, Line, SideBySide, side_by_side
from app.laboratory.report.table import table_answer

__all__ = ["Column", "Line", "SideBySide", "document_of", "side_by_side", "table_answer"]

"""Data by the names of its fields: declared once, read by msgspec or by pydantic."""

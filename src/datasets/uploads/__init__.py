"""Checks of files that are uploaded: in one pass, or in parts; and where such a check stands."""

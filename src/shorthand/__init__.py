"""A decision's inputs in the words that people type: read from text or from a form's fields, and written as both."""

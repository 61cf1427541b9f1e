"""USE CASE: what calling models costs: a usage record in its provider's own accounting, priced as of its day."""

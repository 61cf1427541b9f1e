"""The ledger of what was used, each record once, and the totals that are kept beside it."""

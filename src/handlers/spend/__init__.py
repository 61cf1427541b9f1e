"""Spend over HTTP, from the queue, and to whoever watches a budget: three functions over the same ledger."""

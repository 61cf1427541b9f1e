"""Slack's edge: a slash command and its buttons. Verify, read, one call, render."""

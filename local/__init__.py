"""Runs the deployed code on one machine: HTTP to API Gateway events, AWS in the process, events as files.

Nothing here is deployed, and nothing in src/ imports it.
"""

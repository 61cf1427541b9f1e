"""POLICY, pure: the facts that rules look at, the thresholds, the catalogue of rules, and the engine that runs them.

Imports the standard library and pydantic only: no clock, no environment, no I/O.
"""

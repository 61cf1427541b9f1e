"""POLICY, pure: the facts that rules look at, the thresholds, the catalogue of rules, and the engine that runs them.

Imports the standard library, shapes, and msgspec for its `Struct`: no clock, no environment, no I/O.

A `Struct` is made in a fifth of the time of a named tuple, and two dozen are made each time that the rules are judged.
What one holds never leads back to it, so that the garbage collector need not look (`gc=False`).
"""

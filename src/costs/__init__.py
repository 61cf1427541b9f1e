"""ARITHMETIC, pure: what training, inference, hosting and engineering cost, and when that pays back.

Money is `Decimal` US dollars and is never rounded here; rounding happens once, when an answer is written.
Imports the standard library and shapes only: no clock, no environment, no I/O.
"""

"""USE CASE: one request in, an explained verdict out. Gather, cost, judge, answer; no clock, environment or I/O."""

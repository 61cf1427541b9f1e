"""Budgets of projects: how much of one is spent, where the month will end, and what is announced once."""

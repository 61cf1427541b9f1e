"""USE CASE: how a rate table comes about: files, reviewed against the table in force, published, rolled back."""

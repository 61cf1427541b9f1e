"""How each provider counts the tokens of an answer, read from the answer as it came."""

"""The formats of training files: one module for each, which says what an example holds and what is wrong with it."""

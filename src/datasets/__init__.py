"""USE CASE: what a training file holds: its tokens, its problems, and what training with it costs."""

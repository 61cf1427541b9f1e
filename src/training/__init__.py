"""USE CASE: what a training job costs: by the token, the hour or the GPU, with fees, caps, padding and failed jobs."""

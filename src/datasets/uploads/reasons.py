"""Why a check failed, and what to do about it."""

AGAIN = "ask for another upload (POST /v1/datasets/checks)"
STOPPED = f"the check stopped before its end; {AGAIN}"
REPLACED = f"a file was sent again while it was checked; {AGAIN}, and send each file once"
NO_VALIDATION = (
    f"the validation file was not there when the training file came; {AGAIN}, and send the validation file first"
)

"""One decision, in shorthand, as a request over HTTP and as the fields of a form."""

ASKED = "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification"
DAY = ", 2026-06-30"
BODY = {
    "task": "classification",
    "workload": {"calls_per_day": 50000, "input_tokens": 200, "output_tokens": 10},
    "current": {"model": "gpt-4o"},
    "candidate": {"model": "gpt-4o-mini"},
    "dataset": {"examples": 1000},
    "as_of": "2026-06-30",
}
FIELDS = {
    "current.model": "gpt-4o",
    "candidate.model": "gpt-4o-mini",
    "workload.calls_per_day": "50k",
    "workload.input_tokens": "200",
    "workload.output_tokens": "10",
    "dataset.examples": "1000",
    "task": "classification",
}

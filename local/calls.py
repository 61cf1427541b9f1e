"""The requests of which there are events: a line for each route and case.

`make events` writes them as API Gateway makes them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from local import dataset_events as datasets
from local import event_bodies as bodies
from local import spend_bodies as spend
from local.aws import EXAMPLE_SIGNING_SECRET
from local.slack import COMMANDS, CONTENT_TYPE, INTERACTIONS, USER_AGENT, interaction, signed, slash_command

RECEIVED_AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_JSON = "application/json"


@dataclass(frozen=True)
class Call:
    """A request, and the route that it arrives by."""

    method: str
    resource: str
    body: str | None = None
    content_type: str = _JSON
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def _decision(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/decisions", json.dumps(body))


def _sensitivity(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/decisions/sensitivity", json.dumps(body))


def _shorthand(**body: Any) -> Call:
    return Call("POST", "/v1/shorthand", json.dumps(body))


def _training(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/training-costs", json.dumps(body))


def _usage_price(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/usage-prices", json.dumps(body))


def _usage(body: Any, **query: str) -> Call:
    return Call("POST", "/v1/usage", json.dumps(body), query=query)


def _budget(method: str, body: Mapping[str, Any] | None = None) -> Call:
    named = {"project": spend.PROJECT}
    return Call(method, "/v1/budgets/{project}", None if body is None else json.dumps(body), path_parameters=named)


def _fine_tune(method: str, body: Mapping[str, Any] | None = None) -> Call:
    named = {"name": "support-answers"}
    return Call(method, "/v1/fine-tunes/{name}", None if body is None else json.dumps(body), path_parameters=named)


def _check(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/datasets/checks", json.dumps(body))


def _slack(text: str, secret: str = EXAMPLE_SIGNING_SECRET) -> Call:
    """A slash command. Slack's signatures hold for five minutes: `local.slack.fresh` signs an event anew."""
    body = slash_command(text)
    headers = {"User-Agent": USER_AGENT, **signed(body, RECEIVED_AT, secret)}
    return Call("POST", COMMANDS, body, CONTENT_TYPE, headers=headers)


def _slack_interaction(payload: Mapping[str, Any]) -> Call:
    body = interaction(payload)
    return Call(
        "POST", INTERACTIONS, body, CONTENT_TYPE, headers={"User-Agent": USER_AGENT, **signed(body, RECEIVED_AT)}
    )


EVENTS: Mapping[str, Call] = {
    "decision-minimal": _decision(bodies.MINIMAL),
    "decision-scenario-1": _decision(bodies.SCENARIO_1),
    "decision-scenario-2": _decision(bodies.SCENARIO_2),
    "decision-scenario-2-cached": _decision(bodies.SCENARIO_2_CACHED),
    "decision-scenario-3": _decision(bodies.SCENARIO_3),
    "decision-scenario-4": _decision(bodies.SCENARIO_4),
    "decision-prompt-caching": _decision(bodies.PROMPT_CACHING),
    "decision-not-available": _decision(bodies.NOT_AVAILABLE),
    "decision-openai-2026-11-22": _decision(bodies.OPENAI_2026_11_22),
    "decision-azure-hosting": _decision(bodies.AZURE_HOSTING),
    "decision-bedrock-provisioned": _decision(bodies.BEDROCK_PROVISIONED),
    "decision-self-hosted": _decision(bodies.SELF_HOSTED),
    "decision-invalid": _decision(bodies.INVALID),
    "decision-not-json": Call("POST", "/v1/decisions", '{"task": classification}'),
    # What `curl -d` sends when it is given no content type.
    "decision-form-encoded": Call(
        "POST", "/v1/decisions", json.dumps(bodies.MINIMAL), content_type="application/x-www-form-urlencoded"
    ),
    "sensitivity": _sensitivity(bodies.SCENARIO_1),
    "sensitivity-unpriced": _sensitivity(bodies.UNPRICED),
    "sensitivity-invalid": _sensitivity(bodies.INVALID),
    "shorthand": _shorthand(text=bodies.SLACK_COMMAND),
    "shorthand-unknown-word": _shorthand(text=f"{bodies.SLACK_COMMAND}, clasification"),
    "shorthand-questions": _shorthand(text="gpt-4o -> gpt-4o-mini, classification"),
    "shorthand-request": _shorthand(request=bodies.OPENAI_2026_11_22 | {"experiments": {"runs": 4}}),
    # The runs of scenario 1 are listed one by one, which nobody types.
    "shorthand-invalid": _shorthand(request=bodies.SCENARIO_1),
    "training": _training(bodies.TRAINING),
    "training-by-hour": _training(bodies.TRAINING_BY_HOUR),
    "training-cancelled": _training(bodies.TRAINING_CANCELLED),
    "training-on-gpus": _training(bodies.TRAINING_ON_GPUS),
    "training-invalid": _training(bodies.TRAINING_INVALID),
    "usage-price": _usage_price(bodies.USAGE_PRICE),
    "usage-price-response": _usage_price(bodies.USAGE_PRICE_RESPONSE),
    "usage-price-unpriced": _usage_price(bodies.USAGE_PRICE_UNPRICED),
    "usage-price-negotiated": _usage_price(bodies.USAGE_PRICE_NEGOTIATED),
    "usage-price-invalid": _usage_price(bodies.USAGE_PRICE_INVALID),
    "usage": _usage(spend.USAGE),
    "usage-rejected": _usage(spend.USAGE_REJECTED),
    "usage-invalid": _usage(spend.USAGE_INVALID),
    "usage-response": _usage(spend.USAGE_RESPONSE, project=spend.PROJECT),
    "usage-span": _usage(spend.USAGE_SPAN),
    "usage-litellm": _usage(spend.USAGE_LITELLM),
    "usage-reprice": Call("POST", "/v1/usage/reprice", json.dumps(spend.REPRICE)),
    "spend": Call("GET", "/v1/spend", query={"month": "2026-11", "project": spend.PROJECT}),
    "spend-csv": Call("GET", "/v1/spend", query={"since": "2026-10", "month": "2026-11", "format": "csv"}),
    "budgets": Call("GET", "/v1/budgets"),
    "budget": _budget("PUT", spend.BUDGET),
    "budget-invalid": _budget("PUT", spend.BUDGET_INVALID),
    "budget-unknown": _budget("GET"),
    "fine-tunes": Call("GET", "/v1/fine-tunes"),
    "fine-tune": _fine_tune("PUT", spend.FINE_TUNE_IN_USE),
    "fine-tune-unknown": _fine_tune("GET"),
    "dataset-check": _check(datasets.SENT_ALONG),
    "dataset-check-invalid": _check(datasets.NEITHER),
    "dataset-upload": _check(datasets.ASKED),
    "dataset-check-unknown": Call("GET", "/v1/datasets/checks/{id}", path_parameters={"id": datasets.ID}),
    "rates": Call("GET", "/v1/rates"),
    "rates-version-unknown": Call("GET", "/v1/rates/{version}", path_parameters={"version": "000000000000"}),
    "rates-changes-unknown": Call(
        "GET",
        "/v1/rates/{version}/changes",
        path_parameters={"version": "000000000000"},
        query={"since": "111111111111"},
    ),
    "rules": Call("GET", "/v1/rules"),
    "models": Call("GET", "/v1/models"),
    "model-name": Call("GET", "/v1/models", query={"name": "ft:gpt-4o-mini-2024-07-18:acme::x"}),
    "model-name-needs-mapping": Call(
        "GET", "/v1/models", query={"name": "gpt41-mini-candidate-01", "provider": "azure"}
    ),
    "slack-command": _slack(bodies.SLACK_COMMAND),
    "slack-command-empty": _slack(""),
    "slack-command-examples": _slack("examples"),
    "slack-command-price": _slack("price gpt-4o"),
    "slack-command-rates": _slack("rates"),
    "slack-command-questions": _slack("gpt-4o -> gpt-4o-mini, classification"),
    "slack-command-unknown-word": _slack(f"{bodies.SLACK_COMMAND}, clasification"),
    "slack-share": _slack_interaction(bodies.SLACK_SHARE),
    "slack-edit": _slack_interaction(bodies.SLACK_EDIT),
    "slack-form-invalid": _slack_interaction(bodies.SLACK_SUBMISSION),
    "slack-command-wrong-signature": _slack(bodies.SLACK_COMMAND, secret="not-the-secret"),  # noqa: S106
    "page": Call("GET", "/"),
    "page-decision": Call("GET", "/", query={"ask": bodies.SLACK_COMMAND}),
    # The names of those that there are change with what is in them.
    "page-asset-unknown": Call("GET", "/assets/{name}", path_parameters={"name": "page.00000000.js"}),
    "health": Call("GET", "/health"),
    "openapi": Call("GET", "/openapi.json"),
    "docs": Call("GET", "/docs"),
}

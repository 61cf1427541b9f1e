"""Spends exact amounts, and hears what is announced of them."""

import json
from dataclasses import dataclass
from typing import Any

from handlers.spend import alerts
from local.function import LocalContext
from local.stream import record
from tests.handlers.http import Answer, post

TUNED = "ft:gpt-4o-mini-2024-07-18:a::x"


def spend(id: str, usd: str, at: str = "2026-11-20", model: str = "gpt-4o", project: str = "support") -> Answer:
    """Post one call that costs so many USD, by a negotiated price of a million tokens."""
    call = {"id": id, "project": project, "model": model, "provider": "openai", "at": at}
    usage = {"input_tokens": 1_000_000, "output_tokens": 0}
    prices = {f"openai/{model}": {"input": usd, "output": "0"}}
    found = post("/v1/usage", {"records": [call | {"usage": usage}], "overrides": prices})
    assert (found.status, found.json["rejected"]) == (200, 0), found.text
    return found


@dataclass(frozen=True)
class Heard:
    subject: str
    text: str
    project: str
    month: str
    kind: str
    alert: str


def look(aws: Any) -> None:
    """Hand every item of the table of spend to the function of alerts, as the stream does."""
    context: Any = LocalContext()
    items = aws["dynamodb"].scan(TableName="payback-spend")["Items"]
    changes = [
        record("payback-spend", item["pk"]["S"], item["sk"]["S"], number, 0) for number, item in enumerate(items)
    ]
    alerts.handler({"Records": changes}, context)


def heard(aws: Any) -> list[Heard]:
    """What was announced on the topic since this was asked for, after looking at all that changed."""
    look(aws)
    return on_the_topic(aws)


def on_the_topic(aws: Any) -> list[Heard]:
    """What was announced on the topic since this was asked for."""
    found = []
    while messages := aws["sqs"].receive_message(QueueUrl=aws["heard"], MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            aws["sqs"].delete_message(QueueUrl=aws["heard"], ReceiptHandle=message["ReceiptHandle"])
            body = json.loads(message["Body"])
            attributes = {name: value["Value"] for name, value in body["MessageAttributes"].items()}
            found.append(Heard(subject=body["Subject"], text=body["Message"], **attributes))
    return sorted(found, key=lambda each: (each.project, each.month, each.alert))

"""What is not believed of the answers of AWS's services that speak JSON."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError

_ERRORS_FROM = 300
_PAGED = {"Query", "Scan"}
"""Their answers may have a megabyte, which is not read twice: who asks sees whether they have what belongs in them."""


class NotAwsError(BotoCoreError):
    """What was answered with a 200 is none of AWS's answers."""

    fmt = "an answer that is no JSON object"


def read_only_json(client: Any) -> None:
    """Have a client of a service that speaks JSON raise `NotAwsError` where a 200 is something else.

    boto3 takes a page of a proxy, or half of an answer, for an answer with nothing in it: what was to be written would
    count as written, and what was asked for as missing.
    """
    client.meta.events.register("before-parse", _check)


def _check(operation_model: Any, response_dict: Mapping[str, Any], **_: Any) -> None:
    spoken = operation_model.service_model.protocol
    if spoken != "json" or operation_model.output_shape is None or response_dict["status_code"] >= _ERRORS_FROM:
        return
    body = response_dict["body"].strip()
    if not (body.startswith(b"{") and body.endswith(b"}")):
        raise NotAwsError
    if operation_model.name in _PAGED:
        return
    try:
        json.loads(body)
    except ValueError as error:
        raise NotAwsError from error

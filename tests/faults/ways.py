"""The ways in which AWS fails, each for whatever service is asked."""

import json
from collections.abc import Mapping

from tests.faults.proxy import REFUSED, Exchange, Fault, Reply

_XML = {"s3", "sns"}
_HTML = b"<!doctype html><title>502</title><p>Bad gateway & more"
SECRET = "zebra-corp-7731"
"""Stands in every message of AWS, which nobody is to be told."""


def never_answers(exchange: Exchange) -> None:
    """The connection is taken, and nothing comes."""
    exchange.over.wait(30)


def drips(exchange: Exchange) -> None:
    """A byte comes now and then, each before a time-out of the socket would be over."""
    reply = exchange.answer()
    exchange.send(reply, sent=0)
    for place in range(len(reply.body)):
        if exchange.over.wait(0.05):
            return
        exchange.write(reply.body[place : place + 1])


def hangs_up(exchange: Exchange) -> None:
    """The connection is reset before a byte of the answer."""
    exchange.cut()


def breaks_off(exchange: Exchange) -> None:
    """The connection is reset in the middle of the answer."""
    reply = exchange.answer()
    exchange.send(reply, sent=len(reply.body) // 2)
    exchange.cut()


def ends_early(exchange: Exchange) -> None:
    """The connection ends in the middle of the answer, as if all was well."""
    reply = exchange.answer()
    exchange.send(reply, sent=len(reply.body) // 2)


def truncates(exchange: Exchange) -> None:
    """Half of the answer is said to be all of it."""
    reply = exchange.answer()
    exchange.send(Reply(reply.status, reply.headers, reply.body[: len(reply.body) // 2]))


def answers(body: bytes, status: int = 200, content_type: str = "application/json") -> Fault:
    """Something else is answered, with a status that says that all is well or not."""

    def fault(exchange: Exchange) -> None:
        exchange.send(Reply(status, {"Content-Type": content_type, "ETag": '"0"'}, body))

    return fault


def refuses(status: int, codes: Mapping[str, str]) -> Fault:
    """AWS's own error, by the code that each service has for it, or else `*`."""

    def fault(exchange: Exchange) -> None:
        code = codes.get(exchange.service, codes["*"])
        if exchange.service in _XML:
            told = f"<Error><Code>{code}</Code><Message>{SECRET}</Message></Error>"
            if exchange.service == "sns":
                told = f"<ErrorResponse>{told}</ErrorResponse>"
            body, kind = f'<?xml version="1.0"?>{told}'.encode(), "application/xml"
        else:
            body = json.dumps({"__type": f"com.amazonaws.{exchange.service}#{code}", "message": SECRET}).encode()
            kind = "application/x-amz-json-1.0"
        exchange.send(Reply(status, {"Content-Type": kind}, body))

    return fault


UNREACHABLE: dict[str, Fault] = {
    "never answers": never_answers,
    "refused": REFUSED,
    "hangs up": hangs_up,
    "breaks off": breaks_off,
    "ends early": ends_early,
}
REFUSALS: dict[str, Fault] = {
    "500": refuses(500, {"s3": "InternalError", "dynamodb": "InternalServerError", "*": "InternalFailure"}),
    "503": refuses(503, {"*": "ServiceUnavailable"}),
    "502 in HTML": answers(_HTML, 502, "text/html"),
    "slow down": refuses(503, {"s3": "SlowDown", "*": "ThrottlingException"}),
    "throttled": refuses(
        400,
        {
            "s3": "RequestLimitExceeded",
            "dynamodb": "ProvisionedThroughputExceededException",
            "sqs": "RequestThrottled",
            "*": "ThrottlingException",
        },
    ),
    "our clock is wrong": refuses(403, {"s3": "RequestTimeTooSkewed", "*": "InvalidSignatureException"}),
    "access denied": refuses(403, {"s3": "AccessDenied", "*": "AccessDeniedException"}),
    "expired token": refuses(400, {"s3": "ExpiredToken", "*": "ExpiredTokenException"}),
}
NONSENSE: dict[str, Fault] = {
    "truncated": truncates,
    "HTML": answers(_HTML, 200, "text/html"),
    "nothing": answers(b""),
}
OTHER_JSON: dict[str, Fault] = {"a list": answers(b"[]"), "other JSON": answers(b'{"hello": 1}')}
ALL: dict[str, Fault] = UNREACHABLE | REFUSALS | NONSENSE

"""What a function behind API Gateway looks like where nobody counts: every part of it as its own guide shows it.

Powertools' resolver with validation, its tracer, logger and metrics, and boto3's client of S3, from which one object is
read. It echoes what it is sent. `bench.cold` and `bench.warm` compare Payback with it.
"""

import json
import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field


class Workload(BaseModel):
    """A part of the request."""

    calls_per_day: int = Field(ge=0)
    input_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)


class Model(BaseModel):
    """Another."""

    provider: str | None = None
    model: str


class Request(BaseModel):
    """What is asked."""

    task: str
    workload: Workload
    current: Model
    candidate: Model


class Rates(BaseModel):
    """What came out of S3."""

    version: str
    entries: int


class Echo(BaseModel):
    """What is answered."""

    asked: Request
    rates: Rates


tracer = Tracer(service="skeleton")
logger = Logger(service="skeleton")
metrics = Metrics(namespace="Skeleton", service="skeleton")
app = APIGatewayRestResolver(enable_validation=True)
app.enable_swagger(path="/docs")
s3 = boto3.client("s3")
_rates: dict[str, Any] = {}


def rates() -> dict[str, Any]:
    """The object, read once."""
    if not _rates:
        found = s3.get_object(Bucket=os.environ["RATES_BUCKET"], Key="skeleton.json")
        _rates.update(json.loads(found["Body"].read()))
    return _rates


@app.post("/v1/decisions")
@tracer.capture_method
def echo(request: Request) -> Echo:
    """The request, and what the object says of itself."""
    table = rates()
    metrics.add_metric(name="Requests", unit=MetricUnit.Count, value=1)
    logger.info("echo", extra={"task": request.task})
    return Echo(asked=request, rates=Rates(version=table["version"], entries=len(table["entries"])))


@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    return app.resolve(event, context)

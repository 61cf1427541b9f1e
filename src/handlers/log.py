"""The log: one JSON object a line. Nothing that a caller wrote goes into it."""

from aws_lambda_powertools import Logger

SERVICE = "payback"

logger = Logger(service=SERVICE)

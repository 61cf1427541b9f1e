"""The bucket of rate tables: how its objects are named, and what S3's errors mean."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

CURRENT_KEY = "current.json"
"""The pointer to the version in force; the one object that is written more than once."""

VERSIONS_PREFIX = "versions/"
PUBLICATIONS_PREFIX = "publications/"
INCOMING_PREFIX = "incoming/"
REPORT_SUFFIX = ".report.md"
JSON = "application/json"

_CONDITION_FAILED = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_MISSING = {"NoSuchKey", "NoSuchVersion", "404"}
_NOT_MODIFIED = {"NotModified", "304"}


def version_key(version: str) -> str:
    """Key of the object that holds `version`."""
    return f"{VERSIONS_PREFIX}{version}.json"


def publication_key(version: str, at: datetime) -> str:
    """Key of the record that `version` came into force `at` a time; in the order of their keys they are history."""
    return f"{PUBLICATIONS_PREFIX}{at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{version}.json"


def report_key(key: str) -> str:
    """Key of the report on the file that was dropped at `key`."""
    return f"{key}{REPORT_SUFFIX}"


def error_code(error: "ClientError") -> str:
    """S3's own code of an error, such as `NoSuchKey`."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_missing(error: "ClientError") -> bool:
    """True where S3 says that there is no such object."""
    return error_code(error) in _MISSING


def is_unchanged(error: "ClientError") -> bool:
    """True where S3 says that the object is still the one that the caller knows."""
    return error_code(error) in _NOT_MODIFIED


def is_overtaken(error: "ClientError") -> bool:
    """True where S3 refused to write, the object having been written or made since it was read."""
    return error_code(error) in _CONDITION_FAILED

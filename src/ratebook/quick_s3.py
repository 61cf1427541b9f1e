"""Reads an object of S3 with the standard library alone.

To import boto3 and make its client takes longer than all else that a first decision needs. What is read here is one
object of a plain bucket, with credentials from the environment, as in a Lambda function. Whatever is not as simple as
that, and whatever goes wrong, is left to boto3: see `ratebook.sources.QuickS3Source`.
"""

import hashlib
import hmac
import http.client
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOTS = Path(__file__).with_name("amazon_trust_services.pem")
"""The five roots that AWS's certificates come from, of which Amazon says that a client should trust them all.

https://www.amazontrust.com/repository/ - the system's 150 take 20 ms to load.
"""

_EMPTY = hashlib.sha256(b"").hexdigest()
_ALGORITHM = "AWS4-HMAC-SHA256"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_REGION = re.compile(r"(?:af|ap|ca|eu|il|me|mx|sa|us|us-gov)-(?:north|south|east|west|central)+-[0-9]")
"""Regions whose names end in amazonaws.com."""
_ONLY_BOTO3_KNOWS = (
    "AWS_CONFIG_FILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ENDPOINT_URL_S3",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_PROFILE",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "https_proxy",
    "http_proxy",
)
"""Settings that change where or how boto3 asks."""


class NotQuickError(Exception):
    """The object was not read, or the answer is not one that is understood here: ask boto3."""


@dataclass(frozen=True)
class Object:
    """An object as S3 gave it."""

    body: bytes
    etag: str


@dataclass(frozen=True)
class Credentials:
    """Who asks."""

    access_key: str
    secret_key: str
    token: str | None


@dataclass(frozen=True)
class Address:
    """Where a bucket's objects are: `path` is what stands before a key."""

    host: str
    path: str
    encrypted: bool


class QuickReader:
    """Reads objects by one signed GET each."""

    def __init__(
        self, environment: Mapping[str, str], clock: Callable[[], datetime], connect_seconds: float, read_seconds: float
    ) -> None:
        self._environment = environment
        self._clock = clock
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds

    @contextmanager
    def connected(self) -> Iterator["Connected"]:
        """For several objects over one connection, which is closed in the end."""
        connected = Connected(self)
        try:
            yield connected
        finally:
            connected.close()

    def asked(self, bucket: str, key: str, known_etag: str | None) -> tuple[Address, str, dict[str, str]]:
        """Where an object is, its path there, and the headers to ask for it with. Raises `NotQuickError`."""
        address = address_of(bucket, self._environment)
        credentials, region = _asking(self._environment)
        path = address.path + quote(key, safe="/~")
        headers = {"host": address.host} | ({"if-none-match": known_etag} if known_etag else {})
        return address, path, signed(path, headers, credentials, region, self._clock())

    def connection(self, address: Address) -> http.client.HTTPConnection:
        """A new connection."""
        if address.encrypted:
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                address.host, timeout=self._connect_seconds, context=self._trusting
            )
        else:
            connection = http.client.HTTPConnection(address.host, timeout=self._connect_seconds)
        connection.connect()
        connection.sock.settimeout(self._read_seconds)
        return connection

    @cached_property
    def _trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._environment.get("AWS_CA_BUNDLE") or ROOTS)


class Connected:
    """Reads objects of one bucket, a table after its pointer, over the connection that the first of them opened."""

    def __init__(self, reader: QuickReader) -> None:
        self._reader = reader
        self._connection: http.client.HTTPConnection | None = None

    def get(self, bucket: str, key: str, known_etag: str | None = None) -> Object | None:
        """The object; `None` where it is still the one with `known_etag`. Raises `NotQuickError` for all else."""
        address, path, headers = self._reader.asked(bucket, key, known_etag)
        try:
            self._connection = self._connection or self._reader.connection(address)
            self._connection.request("GET", path, headers=headers)
            response = self._connection.getresponse()
            body, etag = response.read(), response.getheader("etag")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NotQuickError(type(error).__name__) from error
        if response.will_close:
            self.close()
        if response.status == HTTPStatus.NOT_MODIFIED:
            return None
        if response.status != HTTPStatus.OK or etag is None:
            raise NotQuickError(f"status {response.status}")
        return Object(body, etag)

    def close(self) -> None:
        """Close the connection, where there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def address_of(bucket: str, environment: Mapping[str, str]) -> Address:
    """Where boto3 would look for a bucket. Raises `NotQuickError` where only boto3 knows."""
    if not _BUCKET.fullmatch(bucket) or any(environment.get(name) for name in _ONLY_BOTO3_KNOWS):
        raise NotQuickError("an address that only boto3 knows")
    other = environment.get("AWS_ENDPOINT_URL")
    if not other:
        return Address(f"{bucket}.s3.{_region(environment)}.amazonaws.com", "/", encrypted=True)
    parts = urlsplit(other)
    if parts.scheme not in {"http", "https"} or parts.path.strip("/") or not _is_a_number(parts.hostname or ""):
        raise NotQuickError("a host of another name, where the bucket may be a part of it")
    return Address(parts.netloc, f"/{bucket}/", encrypted=parts.scheme == "https")


def signed(
    path: str, headers: Mapping[str, str], credentials: Credentials, region: str, at: datetime
) -> dict[str, str]:
    """The headers of a GET of S3 with its signature (Signature Version 4); `path` is escaped, names are lower case.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    """
    time = at.strftime("%Y%m%dT%H%M%SZ")
    headers = {**headers, "x-amz-content-sha256": _EMPTY, "x-amz-date": time}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    names = sorted(headers)
    lines = [f"{name}:{' '.join(headers[name].split())}" for name in names]
    request = "\n".join(["GET", path, "", *lines, "", ";".join(names), _EMPTY])
    scope = f"{time[:8]}/{region}/s3/aws4_request"
    to_sign = "\n".join([_ALGORITHM, time, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    signature = hmac.digest(key, to_sign.encode(), hashlib.sha256).hex()
    credential = f"Credential={credentials.access_key}/{scope}"
    authorization = f"{_ALGORITHM} {credential}, SignedHeaders={';'.join(names)}, Signature={signature}"
    return {**headers, "authorization": authorization}


def _asking(environment: Mapping[str, str]) -> tuple[Credentials, str]:
    """Credentials and region as Lambda sets them; elsewhere boto3 knows where to look."""
    access_key, secret_key = environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")
    if not access_key or not secret_key:
        raise NotQuickError("no credentials in the environment")
    return Credentials(access_key, secret_key, environment.get("AWS_SESSION_TOKEN")), _region(environment)


def _region(environment: Mapping[str, str]) -> str:
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""
    if not _REGION.fullmatch(region):
        raise NotQuickError("a region that only boto3 knows")
    return region


def _is_a_number(host: str) -> bool:
    """Whether a host is an address, whose buckets stand in the path: it can have no names below it."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True

"""S3 read with the standard library: the same address, the same signature and the same answers as by boto3."""

import http.server
import json
import ssl
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from ratebook.bucket import CURRENT_KEY
from ratebook.quick_s3 import ROOTS, Credentials, NotQuickError, QuickReader, address_of, signed
from ratebook.sources import QuickS3Source
from tests.ratebook.fakes import NOON

KEYS = {
    "AWS_ACCESS_KEY_ID": "ACCESSKEYOFTHETEST",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
}
LAMBDA = KEYS | {"AWS_REGION": "eu-central-1", "AWS_SESSION_TOKEN": "a/token+of=Lambda's"}
BUCKET = "payback-rates-123456789012"
REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-3", "me-central-1", "sa-east-1", "us-gov-west-1"]


class _NoBody:
    def stream(self):
        return iter(())


def _as_botocore_asks(monkeypatch, environment, bucket, key, etag=None):
    """The request that boto3 would send, signed at noon."""
    for name in ("AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: NOON)
    client = boto3.session.Session().client("s3", region_name=environment["AWS_REGION"])
    asked = []

    def stop(request, **_):
        asked.append(request)
        return AWSResponse(request.url, 304, HTTPHeaders(), _NoBody())

    client.meta.events.register("before-send.s3", stop)
    with pytest.raises(ClientError):
        client.get_object(Bucket=bucket, Key=key, **({"IfNoneMatch": etag} if etag else {}))
    return asked[0]


@pytest.mark.parametrize("region", REGIONS)
def test_the_address_is_one_of_the_bucket_in_its_region(monkeypatch, region):
    address = address_of(BUCKET, LAMBDA | {"AWS_REGION": region})
    asked = _as_botocore_asks(monkeypatch, LAMBDA | {"AWS_REGION": region}, BUCKET, CURRENT_KEY)
    # boto3 still calls the first region by the name that S3 had when it was the only one.
    wanted = asked.url.replace(".s3.amazonaws.com", ".s3.us-east-1.amazonaws.com")
    assert f"https://{address.host}{address.path}{CURRENT_KEY}" == wanted


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:5000", "https://10.0.0.7", "http://[::1]:5000/"])
def test_a_stand_in_at_a_number_is_asked_where_boto3_asks_it(monkeypatch, endpoint):
    environment = LAMBDA | {"AWS_ENDPOINT_URL": endpoint}
    address = address_of(BUCKET, environment)
    asked = _as_botocore_asks(monkeypatch, environment, BUCKET, CURRENT_KEY)
    scheme = "https" if address.encrypted else "http"
    assert f"{scheme}://{address.host}{address.path}{CURRENT_KEY}" == asked.url


@pytest.mark.parametrize("etag", [None, '"0123456789abcdef"'])
@pytest.mark.parametrize("token", [None, "a/token+of=Lambda's"])
def test_a_request_is_signed_as_boto3_signs_it(monkeypatch, token, etag):
    """With boto3's own client, so that what it adds to a request is known: it asks for a checksum as well."""
    environment = KEYS | {"AWS_REGION": "eu-central-1"} | ({"AWS_SESSION_TOKEN": token} if token else {})
    asked = _as_botocore_asks(monkeypatch, environment, BUCKET, CURRENT_KEY, etag)
    theirs = {name.lower(): _text(value) for name, value in asked.headers.items()}
    own = {"authorization", "user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "x-amzn-trace-id"}
    sent = {name: value for name, value in theirs.items() if not name.startswith("x-amz-") and name not in own}
    more = {name: theirs[name] for name in ("x-amz-checksum-mode",) if name in theirs}
    host = f"{BUCKET}.s3.eu-central-1.amazonaws.com"
    credentials = Credentials(KEYS["AWS_ACCESS_KEY_ID"], KEYS["AWS_SECRET_ACCESS_KEY"], token)
    ours = signed("/current.json", {"host": host} | sent | more, credentials, "eu-central-1", NOON)
    assert theirs["authorization"] == ours["authorization"]


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


@given(
    key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    token=st.none() | st.text("abcXYZ019/+= ", min_size=1, max_size=60).filter(lambda text: text.strip() == text),
    secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40),
    region=st.sampled_from(REGIONS),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    etag=st.none() | st.from_regex(r'"[0-9a-f]{32}(-[0-9]{1,4})?"', fullmatch=True),
)
def test_any_request_is_signed_as_botocores_signer_signs_it(key, token, secret, region, at, etag):
    path = "/" + "".join(
        chr(byte) if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "-._~/") else f"%{byte:02X}"
        for byte in key.encode()
    )
    host = f"{BUCKET}.s3.{region}.amazonaws.com"
    headers = {"host": host} | ({"if-none-match": etag} if etag else {})
    ours = signed(path, headers, Credentials("AKID", secret, token), region, at)
    theirs = AWSRequest("GET", f"https://{host}{path}", headers=dict(headers))
    signer = S3SigV4Auth(BotocoreCredentials("AKID", secret, token), "s3", region)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("botocore.auth.get_current_datetime", lambda *_, **__: at)
        signer.add_auth(theirs)
    assert ours["authorization"] == theirs.headers["Authorization"]
    assert ours == {name.lower(): value for name, value in theirs.headers.items()}


@pytest.mark.parametrize("key", ["current.json", "a b/ü+%~é.json", "versions/2026-11-22-1a2b3c4d.json", "x*'()!&=?#"])
def test_a_key_is_escaped_as_boto3_escapes_it(monkeypatch, key):
    with _server() as (port, server):
        environment = LAMBDA | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        asked = _as_botocore_asks(monkeypatch, environment, BUCKET, key)
        _reader(environment).get(BUCKET, key)
        assert asked.url == f"http://127.0.0.1:{port}{server.paths[0]}"


class _Server(http.server.ThreadingHTTPServer):
    """Answers every GET alike, and remembers what was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.status, self.headers, self.body, self.length = 200, {"ETag": '"1"'}, b"{}", None
        self.paths: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.callers: list[object] = []


class _Answers(http.server.BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.paths.append(self.path)
        self.server.callers.append(self.client_address)
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(self.server.length or len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)
        self.close_connection = bool(self.server.length)

    def log_message(self, *_):
        """Nothing."""


class _server:  # noqa: N801 - a context manager
    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._server = _Server()
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self) -> tuple[int, _Server]:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self._server.server_port, self._server

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class _Reader:
    """Reads each object over a connection of its own."""

    def __init__(self, environment):
        self.quick = QuickReader(environment, lambda: NOON, 2.0, 2.0)

    def get(self, *asked):
        with self.quick.connected() as connected:
            return connected.get(*asked)


def _reader(environment):
    return _Reader(environment)


@pytest.fixture
def stand_in():
    with _server() as (port, server):
        yield _reader(LAMBDA | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}), server


def test_an_object_is_read_with_its_etag(stand_in):
    reader, server = stand_in
    server.body = b'{"version": "x"}'
    found = reader.get(BUCKET, CURRENT_KEY)
    assert (found.body, found.etag) == (b'{"version": "x"}', '"1"')
    assert server.paths == [f"/{BUCKET}/current.json"]
    assert server.asked[0]["x-amz-security-token"] == LAMBDA["AWS_SESSION_TOKEN"]


def test_an_object_that_is_still_the_same_is_not_sent(stand_in):
    reader, server = stand_in
    server.status, server.body = 304, b""
    assert reader.get(BUCKET, CURRENT_KEY, '"1"') is None
    assert server.asked[0]["if-none-match"] == '"1"'


@pytest.mark.parametrize("status", [204, 206, 301, 307, 400, 403, 404, 412, 429, 500, 503])
def test_any_other_answer_is_left_to_boto3(stand_in, status):
    reader, server = stand_in
    server.status, server.body = status, b""
    with pytest.raises(NotQuickError, match=f"status {status}"):
        reader.get(BUCKET, CURRENT_KEY)


def test_a_body_that_ends_too_soon_is_left_to_boto3(stand_in):
    reader, server = stand_in
    server.length = 100
    with pytest.raises(NotQuickError, match="IncompleteRead"):
        reader.get(BUCKET, CURRENT_KEY)


def test_an_answer_without_an_etag_is_left_to_boto3(stand_in):
    reader, server = stand_in
    server.headers = {}
    with pytest.raises(NotQuickError):
        reader.get(BUCKET, CURRENT_KEY)


def test_nobody_there_is_left_to_boto3():
    with _server() as (port, _):
        pass
    with pytest.raises(NotQuickError, match="ConnectionRefusedError"):
        _reader(LAMBDA | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}).get(BUCKET, CURRENT_KEY)


UNKNOWN = {
    "no credentials": (BUCKET, {"AWS_REGION": "eu-central-1"}),
    "no region": (BUCKET, KEYS),
    "China": (BUCKET, LAMBDA | {"AWS_REGION": "cn-north-1"}),
    "a region apart": (BUCKET, LAMBDA | {"AWS_REGION": "us-iso-east-1"}),
    "the European cloud": (BUCKET, LAMBDA | {"AWS_REGION": "eusc-de-east-1"}),
    "a host that the bucket may be a part of": (BUCKET, LAMBDA | {"AWS_ENDPOINT_URL": "http://localhost:5000"}),
    "an endpoint below a path": (BUCKET, LAMBDA | {"AWS_ENDPOINT_URL": "http://127.0.0.1:5000/s3"}),
    "an endpoint of S3's own": (BUCKET, LAMBDA | {"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:5000"}),
    "a proxy": (BUCKET, LAMBDA | {"HTTPS_PROXY": "http://proxy:3128"}),
    "FIPS": (BUCKET, LAMBDA | {"AWS_USE_FIPS_ENDPOINT": "true"}),
    "a profile": (BUCKET, LAMBDA | {"AWS_PROFILE": "sandbox"}),
    "a bucket with a dot": ("rates.payback", LAMBDA),
    "an access point": ("arn:aws:s3:eu-central-1:123456789012:accesspoint/rates", LAMBDA),
}


@pytest.mark.parametrize(("bucket", "environment"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_only_boto3_knows_is_left_to_it_unasked(bucket, environment):
    with pytest.raises(NotQuickError):
        _reader(environment).get(bucket, CURRENT_KEY)


class _Boto3:
    """A client that counts how often it was made and asked."""

    def __init__(self):
        self.made, self.asked = 0, 0

    def make(self) -> Any:
        self.made += 1
        return self

    def get_object(self, **_):
        self.asked += 1
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetObject")


def test_boto3_is_made_when_it_is_needed_and_once(stand_in):
    reader, server = stand_in
    boto3 = _Boto3()
    source = QuickS3Source(boto3.make, BUCKET, reader.quick)
    server.body = json.dumps({"version": "x", "sha256": "y", "published_at": NOON.isoformat()}).encode()
    current = source.current(None)
    assert current is not None
    assert current.pointer.version == "x"
    assert boto3.made == 0
    server.status = 403
    for _ in range(2):
        with pytest.raises(ClientError):
            source.current(None)
    assert (boto3.made, boto3.asked) == (1, 2)


def test_whom_nobody_trusts_is_not_asked(tmp_path):
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with _server(context) as (port, server):
        environment = LAMBDA | {"AWS_ENDPOINT_URL": f"https://127.0.0.1:{port}"}
        with pytest.raises(NotQuickError, match="SSLCertVerificationError"):
            _reader(environment).get(BUCKET, CURRENT_KEY)
        assert server.paths == []
        assert _reader(environment | {"AWS_CA_BUNDLE": str(certificate)}).get(BUCKET, CURRENT_KEY).body == b"{}"


def _certificate(folder: Path) -> Path:
    """A certificate for this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    import ipaddress  # noqa: PLC0415

    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *private)
    )
    return path


def test_the_roots_are_amazons_five():
    roots: Any = ssl.create_default_context(cafile=ROOTS).get_ca_certs()
    names = {dict(part[0] for part in root["subject"])["commonName"] for root in roots}
    assert names == {f"Amazon Root CA {number}" for number in range(1, 5)} | {
        "Starfield Services Root Certificate Authority - G2"
    }


def test_the_roots_are_those_that_botocore_trusts():
    import botocore  # noqa: PLC0415

    trusted = ssl.create_default_context(cafile=Path(botocore.__file__).with_name("cacert.pem")).get_ca_certs(True)
    assert set(ssl.create_default_context(cafile=ROOTS).get_ca_certs(True)) <= set(trusted)


def test_a_table_is_read_over_the_connection_of_its_pointer(stand_in):
    reader, server = stand_in
    with reader.quick.connected() as connected:
        for path in ("current.json", "versions/x.json"):
            connected.get(BUCKET, path)
    reader.get(BUCKET, CURRENT_KEY)
    assert len(server.paths) == 3
    assert server.callers[0] == server.callers[1] != server.callers[2]


def test_after_a_connection_that_fails_another_is_opened(stand_in):
    reader, server = stand_in
    with reader.quick.connected() as connected:
        server.length = 100
        with pytest.raises(NotQuickError):
            connected.get(BUCKET, CURRENT_KEY)
        server.length = None
        found = connected.get(BUCKET, CURRENT_KEY)
    assert found is not None
    assert found.body == b"{}"
    assert server.callers[0] != server.callers[1]

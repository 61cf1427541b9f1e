"""A client of the checks of training files: sends a file along where it fits into a request, or else uploads it."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

CHECKS = "/v1/datasets/checks"
MOST_SENT_ALONG = 5 * 1024 * 1024
"""Of the body as Lambda gets it, where every quote and backslash of it is escaped once more."""
SECONDS = 1.0
CHUNK_BYTES = 1024 * 1024
_BOUNDARY = "payback-7d3c1f0a9b5e4c62"

type Say = Callable[[str], None]


class NotCheckedError(RuntimeError):
    """The file could not be checked: what the API or S3 said of it."""


@dataclass(frozen=True)
class Api:
    """The API at an address, asked with a key where there is one. Every method raises `NotCheckedError`."""

    address: str
    key: str = ""

    def check(self, training: Path, validation: Path | None, terms: Mapping[str, Any], say: Say) -> dict[str, Any]:
        """The report on a file. Raises `OSError` where a file cannot be read."""
        body = _sent_along(training, validation, terms)
        if body is not None:
            return self._ask(CHECKS, body)
        asked = self._ask(CHECKS, json.dumps({**terms, "upload": {"validation": validation is not None}}).encode())
        if validation is not None:
            _send(asked["upload"]["validation"], validation, say)
        _send(asked["upload"]["training"], training, say)
        return self._awaited(asked["result"], say)

    def _awaited(self, result: str, say: Say) -> dict[str, Any]:
        told = ""
        while True:
            found = self._ask(result)
            if found["status"] == "failed":
                raise NotCheckedError(found["reason"])
            if found["status"] == "checked":
                report: dict[str, Any] = found["report"]
                return report
            progress = found["progress"]
            now = (
                "waits"
                if progress is None
                else f"{progress['share']:.0%} of {_megabytes(progress['of_bytes'])} checked"
            )
            if now != told:
                say(now)
                told = now
            time.sleep(SECONDS)

    def _ask(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} | ({"X-Api-Key": self.key} if self.key else {})
        request = Request(f"{self.address.rstrip('/')}{path}", body, headers)  # noqa: S310 - the caller's own address
        with _told(), urlopen(request, timeout=60) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
            return answer


@contextmanager
def _told() -> Iterator[None]:
    """Tell a refusal in the words of the problem that was answered."""
    try:
        yield
    except HTTPError as error:
        with error:
            raise NotCheckedError(_said(error.code, error.read())) from error
    except (URLError, TimeoutError, ConnectionError) as error:
        raise NotCheckedError(f"no answer: {error}") from error


def _said(status: int, body: bytes) -> str:
    try:
        problem = json.loads(body)
        allowed = (
            f"{each['field']}: {', '.join(each['allowed'])}" for each in problem["errors"] if each.get("allowed")
        )
        return "; allowed for ".join((f"{status} {problem['title']}: {problem['detail']}", *allowed))
    except (ValueError, LookupError, TypeError):
        return f"{status}: {body.decode(errors='replace')[:500]}"


def _sent_along(training: Path, validation: Path | None, terms: Mapping[str, Any]) -> bytes | None:
    """The request with the files in it; `None` where it is too long, or a file is not UTF-8."""
    for path in filter(None, (training, validation)):
        if not path.stat().st_size:
            raise NotCheckedError(f"{path} is empty; write an example in each line")
    files = {"content": training} | ({} if validation is None else {"validation_content": validation})
    if sum(path.stat().st_size for path in files.values()) > MOST_SENT_ALONG:
        return None
    try:
        contents = {name: path.read_bytes().decode() for name, path in files.items()}
    except UnicodeDecodeError:
        return None
    body = json.dumps({**terms, **contents}, ensure_ascii=False)
    whole = len(json.dumps(body, ensure_ascii=False).encode()) <= MOST_SENT_ALONG
    return body.encode() if whole and all(contents.values()) else None


def _send(form: Mapping[str, Any], path: Path, say: Say) -> None:
    """Send a file by its form, read as it is sent. Raises `NotCheckedError`, `OSError`."""
    before = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form["fields"].items()
    )
    before += f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="file.jsonl"\r\n'
    before += "Content-Type: application/octet-stream\r\n\r\n"
    after, size = f"\r\n--{_BOUNDARY}--\r\n", path.stat().st_size
    headers = {
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        "Content-Length": str(len(before.encode()) + size + len(after)),
    }
    parts = _parts(before.encode(), path, after.encode(), say)
    request = Request(form["url"], parts, headers)  # noqa: S310 - as the API answered
    with _told(), urlopen(request, timeout=600):  # noqa: S310
        say(f"{path.name}: {_megabytes(size)} uploaded")


def _parts(before: bytes, path: Path, after: bytes, say: Say) -> Iterator[bytes]:
    yield before
    size, sent, told = path.stat().st_size, 0, time.monotonic()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
            sent += len(chunk)
            if time.monotonic() - told >= SECONDS:
                told = time.monotonic()
                say(f"{path.name}: {sent / size:.0%} of {_megabytes(size)} uploaded")
    yield after


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"

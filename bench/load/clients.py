"""The clients: each asks one call after another, works out the right answer anew, and compares."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.queues import SimpleQueue
from random import Random
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from bench.load.calls import calls
from bench.load.right import Json, right_answer, told
from local.calls import Call
from local.events import event
from local.template import Template
from ratebook.compiled import CompiledTable, read_compiled

PATIENCE_SECONDS = 60.0
MOST_TOLD = 20
_INVOKE = "/2015-03-31/functions/function/invocations"


class Way(Protocol):
    """How a call reaches what is tried."""

    def ask(self, name: str, call: Call) -> tuple[int, str]:
        """The status and the body of the answer. Raises `OSError`, `HTTPException` where there is none."""


@dataclass(frozen=True)
class OverHttp:
    """By HTTP, as any client."""

    address: str

    def ask(self, name: str, call: Call) -> tuple[int, str]:
        """The answer to a call."""
        query = f"?{urlencode(call.query)}" if call.query else ""
        headers = {} if call.body is None else {"Content-Type": call.content_type}
        return _sent(self.address, call.method, call.resource + query, call.body, headers)


@dataclass(frozen=True)
class ByEvent:
    """As API Gateway does: an event, to a sandbox that is `free`. A sandbox has one event at a time."""

    free: "SimpleQueue[str]"
    template: Template

    def ask(self, name: str, call: Call) -> tuple[int, str]:
        """The answer to a call."""
        body = json.dumps(event(name, call, self.template))
        address = self.free.get()
        try:
            status, text = _sent(address, "POST", _INVOKE, body, {})
        finally:
            self.free.put(address)
        answer = json.loads(text)
        if status != http.HTTPStatus.OK or "statusCode" not in answer:
            return http.HTTPStatus.BAD_GATEWAY, text
        return answer["statusCode"], answer["body"]


def _sent(address: str, method: str, target: str, body: str | None, headers: Mapping[str, str]) -> tuple[int, str]:
    split = urlsplit(address)
    connection = http.client.HTTPConnection(str(split.hostname), split.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, target, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@dataclass
class Counted:
    """What some clients were answered."""

    statuses: Counter[int] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def add(self, other: "Counted") -> None:
        """Count what others were answered too."""
        self.statuses.update(other.statuses)
        self.versions.update(other.versions)
        self.milliseconds += other.milliseconds
        self.wrong += other.wrong
        self.failed += other.failed


@dataclass(frozen=True)
class Plan:
    """What a group of clients does. Rates are `contents` by their versions, the newer one last.

    An answer to what was asked after `newer_since`, a moment of the monotonic clock, has the newer one.
    """

    way: Way
    clients: int
    seconds: float
    seed: int
    contents: tuple[bytes, ...]


def run(plan: Plan, newer_since: Any, counted: "SimpleQueue[Counted]") -> None:
    """Have a group of clients ask, in a process of their own, and tell what came of it."""
    tables = [read_compiled(content) for content in plan.contents]
    end = time.monotonic() + plan.seconds
    groups = [Counted() for _ in range(plan.clients)]
    threads = [
        threading.Thread(target=_Client(plan.way, tables, newer_since, each).ask_until, args=(end, plan.seed + number))
        for number, each in enumerate(groups)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Counted()
    for each in groups:
        whole.add(each)
    counted.put(whole)


@dataclass(frozen=True)
class _Client:
    way: Way
    tables: list[CompiledTable]
    newer_since: Any
    counted: Counted

    def ask_until(self, end: float, seed: int) -> None:
        """Ask in an order of its own, until then."""
        random, every = Random(seed), list(calls().items())
        while time.monotonic() < end:
            self.ask(*random.choice(every))

    def ask(self, name: str, call: Call) -> None:
        """Ask once, and count whether the answer is right."""
        before, today = time.monotonic(), _today()
        only_newer = 0 < self.newer_since.value < before
        try:
            status, text = self.way.ask(name, call)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.counted.failed.append(f"{name}: {type(error).__name__}: {error}")
            return
        self.counted.milliseconds.append((time.monotonic() - before) * 1000)
        self.counted.statuses[status] += 1
        body = _read(text)
        version = _version(body)
        if version is not None:
            self.counted.versions[version] += 1
        tables = self.tables[-1:] if only_newer else self.tables
        if version is not None:
            tables = [table for table in tables if table.version == version]
        days = dict.fromkeys((today, _today()))
        if not any(self._is_right(call, status, body, table, day) for table in tables for day in days):
            self.counted.wrong.append(f"{name}: {status} {text[:300]}")

    @staticmethod
    def _is_right(call: Call, status: int, body: Json, table: CompiledTable, day: date) -> bool:
        right = right_answer(call, table, day)
        return told(status, body, right) == right


def _today() -> date:
    return datetime.now(UTC).date()


def _read(text: str) -> Json:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _version(body: Json) -> str | None:
    """The version of the rates that an answer names; `None` where it names none."""
    if not isinstance(body, dict):
        return None
    rates = body.get("rates")
    named = rates.get("version") if isinstance(rates, dict) else body.get("rates_version")
    return named if isinstance(named, str) else None

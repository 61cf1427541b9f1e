"""A server with two versions of the rates, and the page on a day that stays the same."""

import json
import urllib.request
from contextlib import contextmanager

import pytest

from local.aws import s3_client
from local.incoming import drop, wait_for_report
from local.state import read_state
from tests.browser.rates.reading import CHEAPER, TODAY
from tests.local.running import address_in, read_until, start


@contextmanager
def serving(folder):
    """A server with the rates as they are: its address, and what publishes a version with the cheaper price there."""
    state, file = folder / "local.json", folder / "openai.yaml"
    process = start("--port", "0", "--state", str(state))
    address = address_in(read_until(process, "answers at"))

    def publish():
        running = read_state(state)
        s3 = s3_client(running.endpoint_url)
        file.write_text(CHEAPER, encoding="utf-8")
        assert ": published" in wait_for_report(s3, drop(s3, running.bucket, file), 60)

    yield address, publish
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Address of a server whose rates were published twice: the second version announces a cheaper price."""
    with serving(tmp_path_factory.mktemp("rates")) as (address, publish):
        publish()
        yield address


@pytest.fixture(scope="session")
def ask(server):
    """What the API answers to a GET, as a program would ask it."""

    def asked(path):
        with urllib.request.urlopen(f"{server}{path}", timeout=30) as answer:
            return json.load(answer)

    return asked


@pytest.fixture
def on_the_day(opened):
    """As `opened`, on a day that stays the same: prices and shutdowns go by it."""

    def open_page(path, prepare=None, **options):
        def prepared(page):
            page.clock.set_fixed_time(f"{TODAY}T12:00:00Z")
            if prepare:
                prepare(page)

        return opened(path, prepared, **options)

    return open_page


@pytest.fixture(scope="session")
def versions(ask):
    """The older version, and the one in force."""
    newer, older = ask("/v1/rates")["versions"]
    return older["version"], newer["version"]

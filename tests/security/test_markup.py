"""What callers wrote is text wherever it is shown: in Slack, in a spreadsheet, in a browser."""

import csv
import io
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from handlers import wiring
from handlers.slack.credentials import Secret
from handlers.slack.form import form
from handlers.slack.queue import FollowUps
from handlers.spend.channels import message
from shorthand.reading import read
from spend.budgets.alerts import Alert, AlertKind
from tests.handlers.http import get, post, put
from tests.handlers.slack.conftest import Waiting
from tests.handlers.slack.signed import SECRET, SETTING, command, interaction
from tests.handlers.spend.posting import CALL
from tests.handlers.spend.watching import heard

HOSTILE = (
    "<!channel>",
    "<!here|x>",
    "<@U012AB3CD>",
    "<#C012AB3CD>",
    "<https://evil.example|click-here>",
    "&lt;!channel&gt;",
    "&amp;lt;!everyone&amp;gt;",
    "`x`<!channel>`",
    "```<!channel>```",
    ">quoted",
)
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")


@pytest.fixture
def slack(alone, monkeypatch):
    """Slack's function with a secret, and the queue of what is sent later."""
    secret, waiting = Secret(lambda: SECRET, wiring.now, SETTING), Waiting()
    monkeypatch.setattr(wiring, "signing_secret", lambda: secret)
    monkeypatch.setattr(wiring, "bot_token", lambda: None)
    monkeypatch.setattr(wiring, "follow_ups", lambda: FollowUps(waiting, "https://sqs/follow-ups.fifo"))
    return waiting


def markdown(value):
    """Every text of a message that Slack reads as markup, which must say that it is verbatim."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert value["verbatim"] is True
            yield value["text"]
        yield from (text for name, each in value.items() if name != "text" for text in markdown(each))
        if isinstance(value.get("text"), dict):
            yield from markdown(value["text"])
    elif isinstance(value, list):
        yield from (text for each in value for text in markdown(each))


def assert_plain(payload):
    texts = [*markdown(payload["blocks"]), payload["text"]]
    assert len(texts) > 1
    for text in texts:
        assert "<" not in text
        assert not _ENTITY.search(text)
        assert ">" not in text


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "price {}",
        "price gpt-4o {}",
        "gpt-4o -> {}, 50k calls/day, 200 in, classification",
        'gpt-4o -> gpt-4o-mini, task="{}"',
        "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, classification, rates_version={}",
    ],
)
def test_nothing_that_is_typed_in_slack_becomes_a_mention_a_link_or_a_mark(slack, typed, hostile):
    assert_plain(command(typed.format(hostile)).json)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_behind_a_button_does_when_it_is_shared(slack, hostile):
    interaction(
        {
            "type": "block_actions",
            "user": {"id": "U123"},
            "trigger_id": "1.2.3",
            "response_url": "https://hooks.slack.com/actions/1/2",
            "actions": [{"action_id": "share", "block_id": "/finetune", "value": f"gpt-4o -> {hostile}"}],
        }
    )
    [sent] = slack.follow_ups
    assert_plain(sent.payload)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_form_shows_it_as_plain_text_only(alone, hostile):
    inputs = read(f'gpt-4o -> "{hostile}"', lambda _: True, ("gpt-4o",)).inputs
    made = form(inputs, json.dumps({"response_url": hostile, "command": hostile})).to_dict()
    assert "mrkdwn" not in json.dumps(made["blocks"])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_does_in_an_alert(alone, aws, hostile):
    put("/v1/budgets/support", {"monthly_usd": "1"})
    tuned = f"ft:gpt-4o-mini-2024-07-18:{hostile[:20]}::x".replace("https://", "")
    post("/v1/usage", CALL | {"model": tuned})
    told = heard(aws)
    assert told
    for each in told:
        alert = Alert(each.project, each.month, AlertKind(each.kind), each.alert, each.subject, each.text)
        assert_plain(message(alert).payload())


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085", "\u202e", "\u2066", "\u200f", "\x9b", "\n", "\x1b[31m"])
def test_no_name_breaks_a_line_or_turns_its_direction(alone, aws, mark):
    spoof = f"gpt-4o{mark}support has spent nothing"
    for record in (CALL | {"model": spoof}, CALL | {"id": spoof}, CALL | {"project": spoof}):
        assert post("/v1/usage", record).status == 422
    assert get("/v1/models", name=spoof).status == 422
    assert put(f"/v1/budgets/{quote(spoof)}", {"monthly_usd": "1"}).status == 422


def test_an_alert_has_the_lines_that_were_written_and_no_others():
    alert = Alert("p", "2026-11", AlertKind.FORECAST, "n", "subject", "first\u2028still the first\nsecond")
    [text] = list(markdown(message(alert).payload()["blocks"]))
    assert text.count("\n") == 1


FORMULAS = (
    '=cmd|" /C calc"!A0',
    "+1",
    "-1",
    "@SUM(1)",
    " =1+1",
    "\xa0=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
)


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_becomes_a_formula(alone, aws, name):
    assert post("/v1/usage", CALL | {"model": name}).status == 200
    [row] = csv.DictReader(io.StringIO(get("/v1/spend", month="2026-11", format="csv").text, newline=""))
    assert row["model"] == f"'{name}"


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_no_name_begins_another_cell_whatever_a_spreadsheet_separates_by(alone, aws, between):
    name = f'gpt{between}=1+1,"{between}=2'
    if between != "\t":  # which no name may hold
        assert post("/v1/usage", CALL | {"model": name}).status == 200
    text = get("/v1/spend", month="2026-11", format="csv").text
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=between) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith("=")]


class _Scripts(HTMLParser):
    """The texts of the scripts of a page, none of which comes from elsewhere or stands in an attribute."""

    def __init__(self):
        super().__init__()
        self.texts, self._inside = [], False

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "script"
        if self._inside:
            assert attrs == []
            self.texts.append("")
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.texts[-1] += data


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_runs_its_own_script_only_and_is_framed_by_nobody(alone, path):
    headers = get(path).headers
    policy = dict(rule.partition(" ")[::2] for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert "*" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_the_scripts_of_the_contracts_page_are_those_that_its_policy_names(alone):
    found = get("/docs")
    scripts = _Scripts()
    scripts.feed(found.text)
    scripts.close()
    hashes = [f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in scripts.texts]
    assert len(hashes) == 2
    assert f"script-src {' '.join(hashes)};" in found.headers["content-security-policy"]


@pytest.mark.parametrize("query", [{"ask": "<script>alert(1)</script>"}, {"url": "https://evil.example/spec.json"}])
def test_nothing_in_an_address_reaches_the_document(alone, query):
    assert get("/", **query).text == get("/").text
    for value in query.values():
        found = get("/docs", **query)
        assert value not in found.text
        assert found.status == 422

"""docs/operations.md tells of every alarm there is, and names nothing that there is not."""

import ast
import re

import pytest

from local.template import Template
from tests.docs.readme import ROOT

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TEMPLATE = Template.read()
SECTIONS = [name for heading in re.findall(r"^### (.+)$", TEXT, re.MULTILINE) for name in re.split(r",\s*", heading)]


def _made_by_sam():
    """Resources that SAM makes of what is declared, by the names that it gives them."""
    yield "ApiUsagePlan"
    for function, properties in TEMPLATE.of_type("AWS::Serverless::Function").items():
        yield from (f"{function}{event}" for event in properties.get("Events", {}))


RESOURCES = {*TEMPLATE.resources, *_made_by_sam()}


def test_every_alarm_has_one_section_and_no_section_is_of_another():
    assert sorted(SECTIONS) == sorted(TEMPLATE.of_type("AWS::CloudWatch::Alarm"))


def test_every_section_says_what_to_do_before_the_next_begins():
    for section in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]:
        assert len(section.partition("\n")[2].split()) > 15, section


def test_every_alarm_resource_and_parameter_that_is_named_exists():
    asked_for = set(re.findall(r"\$\(physical (\w+)\)", TEXT)) - {"NAMELogs"}
    assert len(asked_for) > 10
    assert asked_for - RESOURCES == set()
    cased = {name for name in re.findall(r"`([A-Z]\w+)`", TEXT) if re.search(r"[a-z][A-Z]", name)}
    known = RESOURCES | set(TEMPLATE.parameters) | set(TEMPLATE.document["Outputs"]) | _OTHERS
    assert cased - known == set()


_OTHERS = {
    *("AccessDenied", "ExpiredToken", "ThrottlingException", "SlowDown"),  # AWS's own codes
    *("ClientError", "CorruptTableError", "ValidationError", "ReadTimeoutError"),  # what is logged of them
    *("ReadRates", "MemorySize", "AutoPublishAlias"),  # of a role and of a function
}


def test_every_target_of_make_that_is_named_exists():
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = set(re.findall(r"(?:^|`)make\s+([a-z-]+)", TEXT, re.MULTILINE))
    assert {"rates-rollback", "rates-publish", "spend-restore", "spend-reconcile", "page"} <= named
    assert named - set(targets) == set()


def test_every_word_that_a_target_is_given_is_one_that_it_takes():
    makefile = (ROOT / "Makefile").read_text()
    for target, words in re.findall(r"(?:^|`)make\s+([a-z-]+)((?:\s+[A-Z_]+=\S+)*)", TEXT, re.MULTILINE):
        recipe = makefile[makefile.index(f"\n{target}: ") :].partition("\n.PHONY")[0]
        for word in re.findall(r"([A-Z_]+)=", words):
            assert f"({word})" in recipe or f"{word}=" in recipe, (target, word)


def test_every_file_that_is_linked_or_named_exists():
    files = re.findall(r"\]\(([^)#:]+)\)", TEXT) + re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:yaml|md|py))`", TEXT)
    assert "template.yaml" in files
    assert [name for name in files if not (ROOT / name).exists() and not (ROOT / "docs" / name).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_a_newcomer_is_led_to_it(page):
    assert "(docs/operations.md)" in (ROOT / page).read_text(encoding="utf-8")


def test_every_message_of_the_log_that_is_named_is_one_that_is_logged():
    logged = list(_messages())
    named = {"no bucket of rates", "the tables refuse usage", "a message is none of ours", "no secret"}
    assert {name for name in named if f"`{name}`" not in TEXT} == set()
    assert {name for name in named if not any(message.startswith(name) for message in logged)} == set()


def _messages():
    """What our code logs, as it is written there."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner, [first, *_] = node.func.value, node.args
                if isinstance(owner, ast.Name) and owner.id == "logger" and isinstance(first, ast.Constant):
                    yield str(first.value)


def test_how_long_things_are_kept_is_as_the_template_says():
    pointers = TEMPLATE.resources["RatesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"][0]
    assert pointers["NoncurrentVersionExpiration"] == {"NoncurrentDays": 365}
    assert "old pointers for a year" in TEXT
    assert TEMPLATE.resources["UsageFailures"]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert "is kept for 14 days only" in TEXT
    for table in TEMPLATE.of_type("AWS::DynamoDB::Table").values():
        # 35 days are the default, and the most there are.
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert TEMPLATE.default("RatesTtlSeconds") == "60"

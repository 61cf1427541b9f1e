"""Says what is too much in the permissions of the stack. Exits with 1 where anything is, and has no reason."""

import argparse
import sys
from pathlib import Path

from local.audit.exceptions import REASONS
from local.audit.permissions import Finding, findings
from local.audit.stack import Stack
from local.template import TEMPLATE_PATH, Template

_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:payback-AbCdEf"
WAYS: tuple[dict[str, str], ...] = (
    {},
    {"SlackBotTokenName": "/payback/slack/bot-token", "SlackWebhookName": "/payback/slack/webhook"},
    {"SlackSigningSecretName": _SECRET, "SlackBotTokenName": _SECRET, "SlackWebhookName": _SECRET},
)
"""The ways to deploy it that differ in what is permitted: without the optional secrets, and by where they are kept."""


def main(arguments: list[str] | None = None) -> int:
    """Look at every way to deploy a template. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="make audit", description="What is too much in the stack's permissions?")
    parser.add_argument("template", type=Path, nargs="?", default=TEMPLATE_PATH)
    template = Template.read(parser.parse_args(arguments).template)
    found: set[Finding] = set()
    roles: set[str] = set()
    for way in WAYS:
        names = {name: value for name, value in way.items() if name in template.parameters}
        stack = Stack.of(template, names)
        roles |= set(stack.of_type("AWS::IAM::Role"))
        found |= findings(stack)
    for finding in sorted(found - set(REASONS)):
        print(f"too much: {finding}")
    for exception in sorted(set(REASONS) - found):
        print(f"an exception that nothing needs any more: {exception}")
    if found != set(REASONS):
        return 1
    print(f"{len(roles)} roles, {len(WAYS)} ways to deploy: nothing too much, {len(REASONS)} exceptions with reasons")
    return 0


if __name__ == "__main__":
    sys.exit(main())

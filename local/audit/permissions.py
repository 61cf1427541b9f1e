"""What is too much in the permissions of a stack: by Cloudsplaining, and by wildcards, of which each needs a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cloudsplaining.scan.policy_document import PolicyDocument
from policy_sentry.querying.actions import get_actions_for_service

from local.audit.stack import Stack

_RESOURCE_POLICIES = ("AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy")


@dataclass(frozen=True, order=True)
class Finding:
    """What a role, or the policy of a resource, should not allow: what `kind` of thing, and by which words."""

    resource: str
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.resource}: {self.kind}: {self.detail}"


def findings(stack: Stack) -> set[Finding]:
    """Everything that is found in the roles of a stack, and in the policies of its buckets, queues and topics."""
    found: set[Finding] = set()
    for role, statements in statements_of_roles(stack).items():
        found |= {Finding(role, kind, detail) for kind, detail in _too_much(statements)}
        found |= {Finding(role, "trusts", detail) for detail in _trusted(stack.resources[role]["Properties"])}
        managed = stack.resources[role]["Properties"].get("ManagedPolicyArns", [])
        found |= {Finding(role, "policy of AWS's", arn) for arn in managed}
    for kind in _RESOURCE_POLICIES:
        for name, properties in stack.of_type(kind).items():
            found |= {Finding(name, *each) for each in _open_to_all(properties["PolicyDocument"]["Statement"])}
    for name, properties in stack.of_type("AWS::Lambda::Permission").items():
        if "SourceArn" not in properties and "SourceAccount" not in properties:
            found.add(Finding(name, "any account may call by", properties["Principal"]))
    return found


def statements_of_roles(stack: Stack) -> dict[str, list[dict[str, Any]]]:
    """What each role may do, by all of its policies together: an escalation may be made of several."""
    found = {
        name: [statement for policy in role.get("Policies", []) for statement in _of(policy)]
        for name, role in stack.of_type("AWS::IAM::Role").items()
    }
    for policy in stack.of_type("AWS::IAM::Policy").values():
        for role in policy["Roles"]:
            name = next(logical for logical in found if logical.lower() == role)
            found[name] += _of(policy)
    return found


def _of(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    return listed(policy["PolicyDocument"]["Statement"])


def listed(value: Any) -> list[Any]:
    """A value of a policy that may stand alone or in a list."""
    return value if isinstance(value, list) else [value]


def _too_much(statements: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    document = PolicyDocument({"Statement": statements}, flag_conditional_statements=True)
    yield from (("privilege escalation", found["type"]) for found in document.allows_privilege_escalation)
    for kind, actions in {
        "data exfiltration": document.allows_data_exfiltration_actions,
        "resource exposure": document.permissions_management_without_constraints,
        "credentials exposure": document.credentials_exposure,
        "a whole service": document.service_wildcard,
        "infrastructure modification": document.infrastructure_modification,
    }.items():
        yield from ((kind, action) for action in actions)
    for statement in statements:
        yield from _wide(statement)


def _wide(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("all but what is named", name) for name in ("NotAction", "NotResource") if name in statement)
    actions = listed(statement.get("Action", []))
    for action in actions:
        service, _, name = action.partition(":")
        if "*" in action or "?" in action:
            yield "actions by a wildcard", action
        elif f"{service}:{name}".lower() not in {each.lower() for each in get_actions_for_service(service)}:
            yield "no action of AWS's", action
    if "*" in listed(statement.get("Resource", [])):
        yield from (("every resource", action) for action in actions)


def _trusted(role: Mapping[str, Any]) -> Iterator[str]:
    """Who may take a role on, but for the services of AWS."""
    for statement in listed(role["AssumeRolePolicyDocument"]["Statement"]):
        principals = statement["Principal"]
        if not isinstance(principals, dict) or set(principals) != {"Service"}:
            yield str(principals)


def _open_to_all(statements: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        if statement["Effect"] != "Allow":
            continue
        principals = statement["Principal"]
        services = isinstance(principals, dict) and set(principals) == {"Service"}
        if not services or "aws:SourceAccount" not in str(statement.get("Condition")):
            yield "open to others", str(listed(statement["Action"])[0])

"""The stack as CloudFormation gets it: after SAM's transform, with sample values in the place of what is not known."""

import copy
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boto3.session import Session
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from local.template import Template

REGION, ACCOUNT, PARTITION = "us-east-1", "123456789012", "aws"
_AWS = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": PARTITION,
    "AWS::StackName": "payback",
    "AWS::StackId": f"arn:{PARTITION}:cloudformation:{REGION}:{ACCOUNT}:stack/payback/1",
    "AWS::URLSuffix": "amazonaws.com",
}
_ARNS = {
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{name}",
    "AWS::IAM::Role": "iam::{account}:role/{name}",
    "AWS::Lambda::Function": "lambda:{region}:{account}:function:{name}",
    "AWS::Logs::LogGroup": "logs:{region}:{account}:log-group:{name}:*",
    "AWS::S3::Bucket": "s3:::{name}",
    "AWS::SNS::Topic": "sns:{region}:{account}:{name}",
    "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
    "AWS::StepFunctions::StateMachine": "states:{region}:{account}:stateMachine:{name}",
    "AWS::Events::Rule": "events:{region}:{account}:rule/{name}",
}
"""The form of the ARN of each kind of resource that policies name. Source: AWS's Service Authorization Reference."""
_REF_IS_ITS_ARN = {"AWS::SNS::Topic", "AWS::StepFunctions::StateMachine"}
_IN_TEXT = re.compile(r"\$\{([^}!]+)\}")
_NOTHING = object()


class UnresolvedError(ValueError):
    """The template says something that is not understood here, so what it allows would be guessed."""


@dataclass(frozen=True)
class Stack:
    """Resources by their logical names, without anything left to be computed."""

    resources: Mapping[str, Any]

    @classmethod
    def of(cls, template: Template, parameters: Mapping[str, str]) -> "Stack":
        """The stack that `template` makes with `parameters` in the place of its defaults. Raises `UnresolvedError`."""
        values = {name: declared["Default"] for name, declared in template.parameters.items()} | dict(parameters)
        document = _translated(template, values)
        resolver = _Resolver(document, values)
        return cls(
            {
                name: {"Type": resource["Type"], "Properties": resolver.value(resource.get("Properties", {}))}
                for name, resource in document["Resources"].items()
                if resolver.holds(resource.get("Condition"))
            }
        )

    def of_type(self, kind: str) -> dict[str, Any]:
        """The properties of every resource of a kind, by logical name."""
        return {name: each["Properties"] for name, each in self.resources.items() if each["Type"] == kind}


def _translated(template: Template, values: Mapping[str, Any]) -> dict[str, Any]:
    document = copy.deepcopy(dict(template.document))
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":  # as after `sam package`
            resource["Properties"]["CodeUri"] = "s3://bucket/code.zip"
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    translator = Translator({}, Parser(), boto_session=Session(region_name=REGION))
    translated: dict[str, Any] = translator.translate(document, parameter_values=dict(values))
    return translated


class _Resolver:
    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
        self._resources, self._conditions = document["Resources"], document.get("Conditions", {})
        self._parameters = parameters

    def holds(self, condition: str | None) -> bool:
        """Whether a condition of the template is met; there may be none."""
        return condition is None or bool(self.value(self._conditions[condition]))

    def value(self, value: Any) -> Any:
        """A value with everything computed that can be; `AWS::NoValue` is left out of what it stands in."""
        match value:
            case {"Ref": name}:
                return self._ref(name)
            case {"Condition": str(name)} if len(value) == 1:
                return self.holds(name)
            case dict() if len(value) == 1 and (function := next(iter(value))).startswith("Fn::"):
                return self._function(function.removeprefix("Fn::"), value[function])
            case dict():
                return {name: found for name, each in value.items() if (found := self.value(each)) is not _NOTHING}
            case list():
                return [found for each in value if (found := self.value(each)) is not _NOTHING]
        return value

    def _function(self, function: str, given: Any) -> Any:
        match function, given:
            case "If", [condition, met, unmet]:
                found = self.value(met if self.holds(condition) else unmet)
            case "Sub", _:
                found = self._sub(given)
            case "GetAtt", _:
                found = self._attribute(*(given.split(".", 1) if isinstance(given, str) else given))
            case _:
                found = _computed(function, self.value(given))
        return found

    def _sub(self, given: Any) -> str:
        text, names = (given, {}) if isinstance(given, str) else given

        def found(match: re.Match[str]) -> str:
            name = match[1]
            if name in names:
                return str(self.value(names[name]))
            return str(self._attribute(*name.split(".", 1)) if "." in name else self._ref(name))

        return _IN_TEXT.sub(found, text)

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in _AWS:
            return _AWS[name]
        if name in self._parameters:
            return self._parameters[name]
        if name not in self._resources:
            raise UnresolvedError(f"there is nothing named {name}")
        return self._attribute(name, "Arn") if self._resources[name]["Type"] in _REF_IS_ITS_ARN else name.lower()

    def _attribute(self, name: str, attribute: str) -> str:
        kind = self._resources[name]["Type"]
        if attribute == "StreamArn":
            return f"{self._attribute(name, 'Arn')}/stream/2026-01-01T00:00:00.000"
        if attribute != "Arn":
            return f"{name.lower()}-{attribute.lower()}"
        if kind not in _ARNS:
            raise UnresolvedError(f"the ARN of a {kind} is not known here")
        return f"arn:{PARTITION}:" + _ARNS[kind].format(region=REGION, account=ACCOUNT, name=name.lower())


def _computed(function: str, given: Any) -> Any:
    """What a function of CloudFormation makes of values that are known."""
    match function, given:
        case "Equals", [one, other]:
            found: Any = str(one) == str(other)
        case "Not", [one]:
            found = not one
        case "Join", [between, parts]:
            found = between.join(map(str, parts))
        case "Split", [between, text]:
            found = text.split(between)
        case "Select", [place, among]:
            found = among[int(place)]
        case _:
            raise UnresolvedError(f"Fn::{function} is not understood")
    return found

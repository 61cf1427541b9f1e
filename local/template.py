"""Reads template.yaml: the routes, functions and gateway responses that the local server and the tests go by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE_PATH = ROOT / "template.yaml"


class _CloudFormationLoader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms: `!Ref X` is read as `{"Ref": "X"}`, `!Sub X` as `{"Fn::Sub": "X"}`."""


def _intrinsic(loader: _CloudFormationLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = node.value.split(".", 1) if name == "GetAtt" else node.value
    return {name if name in {"Ref", "Condition"} else f"Fn::{name}": value}


_CloudFormationLoader.add_multi_constructor("!", _intrinsic)


@dataclass(frozen=True)
class Route:
    """A path of the API, the method it takes (`ANY` for all) and the function that answers it."""

    path: str
    method: str
    function: str
    key_required: bool


@dataclass(frozen=True)
class EventRule:
    """A rule that hands a bucket's events to a function: its logical name, where they come from and what they are."""

    function: str
    bucket: str
    sources: tuple[str, ...]
    detail_types: tuple[str, ...]

    def takes(self, event: Mapping[str, Any]) -> bool:
        """Whether an event is of this kind; what else the rule asks for is not looked at."""
        return event.get("source") in self.sources and event.get("detail-type") in self.detail_types


@dataclass(frozen=True)
class QueueTrigger:
    """A queue whose messages are handed to a function, so many at once, by the queue's logical name."""

    function: str
    queue: str
    batch_size: int


@dataclass(frozen=True)
class StreamTrigger:
    """A table whose changes are handed to a function, by the table's logical name."""

    function: str
    table: str


@dataclass(frozen=True)
class Function:
    """A Lambda function as the template declares it."""

    name: str
    handler: str
    memory_mb: int
    timeout_seconds: int


@dataclass(frozen=True)
class GatewayResponse:
    """What API Gateway answers by itself, without a function."""

    status: int
    headers: Mapping[str, str]
    body: str


class Template:
    """The stack that a template file declares."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.parameters: Mapping[str, Any] = document["Parameters"]
        self.resources: Mapping[str, Any] = document["Resources"]

    @classmethod
    def read(cls, path: Path = TEMPLATE_PATH) -> "Template":
        """The template in the file at `path`. Raises `OSError`, `yaml.YAMLError`."""
        return cls(yaml.load(path.read_text(), _CloudFormationLoader))  # noqa: S506 - a SafeLoader

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Properties of every resource of `kind`, by logical name."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }

    def default(self, parameter: str) -> str:
        """Default of a parameter, as text."""
        return str(self.parameters[parameter]["Default"])

    def functions(self) -> dict[str, Function]:
        """The Lambda functions, by logical name."""
        return {
            name: Function(name, properties["Handler"], properties["MemorySize"], properties["Timeout"])
            for name, properties in self.of_type("AWS::Serverless::Function").items()
        }

    def routes(self) -> tuple[Route, ...]:
        """Every route of the API. One needs a key unless it says otherwise: the API's default is to require one."""
        api = self.resources["Api"]["Properties"]
        required = bool(api["Auth"]["ApiKeyRequired"])
        return tuple(
            Route(
                path=event["Path"],
                method=event["Method"].upper(),
                function=function,
                key_required=event.get("Auth", {}).get("ApiKeyRequired", required),
            )
            for function, event in self._sources("Api")
        )

    def event_rules(self) -> tuple[EventRule, ...]:
        """Every rule by which EventBridge starts a function."""
        return tuple(
            EventRule(
                function,
                rule["Pattern"]["detail"]["bucket"]["name"][0]["Ref"],
                tuple(rule["Pattern"]["source"]),
                tuple(rule["Pattern"]["detail-type"]),
            )
            for function, rule in self._sources("EventBridgeRule")
        )

    def queue_triggers(self) -> tuple[QueueTrigger, ...]:
        """Every queue that starts a function."""
        return tuple(
            QueueTrigger(function, source["Queue"]["Fn::GetAtt"][0], source["BatchSize"])
            for function, source in self._sources("SQS")
        )

    def stream_triggers(self) -> tuple[StreamTrigger, ...]:
        """Every table whose changes start a function."""
        return tuple(
            StreamTrigger(function, source["Stream"]["Fn::GetAtt"][0]) for function, source in self._sources("DynamoDB")
        )

    def scheduled(self) -> tuple[str, ...]:
        """The functions that a schedule starts."""
        return tuple(function for function, _ in self._sources("ScheduleV2"))

    def _sources(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The properties of each event source of a kind, and the function that it starts."""
        for function, properties in self.of_type("AWS::Serverless::Function").items():
            for source in properties.get("Events", {}).values():
                if source["Type"] == kind:
                    yield function, source["Properties"]

    def machine(self) -> Mapping[str, Any]:
        """The properties of the state machine."""
        [declared] = self.of_type("AWS::Serverless::StateMachine").values()
        return declared

    def substituted(self, name: str) -> str:
        """The function that a name in the state machine's definition stands for."""
        arn: dict[str, list[str]] = self.machine()["DefinitionSubstitutions"][name]
        return arn["Fn::GetAtt"][0]

    def gateway_responses(self) -> dict[str, GatewayResponse]:
        """What API Gateway answers by itself, by its own name for the case, such as `THROTTLED`."""
        return {
            name: GatewayResponse(
                status=int(response["StatusCode"]),
                headers={
                    header: value.strip("'") for header, value in response["ResponseParameters"]["Headers"].items()
                },
                body=response["ResponseTemplates"]["application/json"],
            )
            for name, response in self.resources["Api"]["Properties"]["GatewayResponses"].items()
        }

from textwrap import dedent

import pytest
import yaml

from local.template import EventRule, Template


def _template(tmp_path, text):
    path = tmp_path / "template.yaml"
    path.write_text(dedent(text))
    return Template.read(path)


STACK = """
    Parameters:
      StageName: {Type: String, Default: prod}
      Rate: {Type: Number, Default: 10}
    Resources:
      Api:
        Type: AWS::Serverless::Api
        Properties:
          Auth: {ApiKeyRequired: true}
          GatewayResponses:
            THROTTLED:
              StatusCode: '429'
              ResponseParameters: {Headers: {Content-Type: "'application/problem+json'"}}
              ResponseTemplates: {application/json: '{"status": 429}'}
      Function:
        Type: AWS::Serverless::Function
        Properties:
          Handler: handlers.api.handler
          MemorySize: 512
          Timeout: 10
          Role: !GetAtt Role.Arn
          Tags: !Split [',', !Ref Tags]
          Name: !Sub ${AWS::StackName}-function
          Events:
            One: {Type: Api, Properties: {Path: /one, Method: any}}
            Two: {Type: Api, Properties: {Path: '/two/{id}', Method: get, Auth: {ApiKeyRequired: false}}}
            Clock: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
            Dropped:
              Type: EventBridgeRule
              Properties:
                Pattern:
                  source: [aws.s3]
                  detail-type: [Object Created]
                  detail: {bucket: {name: [!Ref Bucket]}}
"""


@pytest.fixture
def stack(tmp_path):
    return _template(tmp_path, STACK)


def test_short_forms_are_read_as_the_functions_they_stand_for(stack):
    properties = stack.resources["Function"]["Properties"]
    assert properties["Role"] == {"Fn::GetAtt": ["Role", "Arn"]}
    assert properties["Tags"] == {"Fn::Split": [",", {"Ref": "Tags"}]}
    assert properties["Name"] == {"Fn::Sub": "${AWS::StackName}-function"}


def test_routes_are_the_functions_api_events(stack):
    assert [(route.path, route.method, route.function) for route in stack.routes()] == [
        ("/one", "ANY", "Function"),
        ("/two/{id}", "GET", "Function"),
    ]


def test_a_route_needs_a_key_unless_it_says_otherwise(stack):
    assert [route.key_required for route in stack.routes()] == [True, False]


def test_rules_are_the_functions_events_of_eventbridge(stack):
    [rule] = stack.event_rules()
    assert rule == EventRule("Function", "Bucket", ("aws.s3",), ("Object Created",))
    assert rule.takes({"source": "aws.s3", "detail-type": "Object Created", "detail": {}})
    assert not rule.takes({"source": "aws.s3", "detail-type": "Object Deleted"})
    assert not rule.takes({"resource": "/one"})


def test_functions_have_their_handler_and_limits(stack):
    function = stack.functions()["Function"]
    assert (function.handler, function.memory_mb, function.timeout_seconds) == ("handlers.api.handler", 512, 10)


def test_gateway_responses_lose_the_quotes_of_static_headers(stack):
    response = stack.gateway_responses()["THROTTLED"]
    assert response.status == 429
    assert response.headers == {"Content-Type": "application/problem+json"}
    assert response.body == '{"status": 429}'


def test_defaults_are_text(stack):
    assert stack.default("Rate") == "10"


def test_a_template_cannot_run_code(tmp_path):
    with pytest.raises(yaml.YAMLError):
        _template(tmp_path, "Parameters: !!python/object/apply:os.getcwd []")

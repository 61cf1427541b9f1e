import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from local.function import PAYLOAD_LIMIT_BYTES, FunctionFailedError, LambdaFunction, PayloadTooLargeError
from local.template import Function

DECLARED = Function("ApiFunction", "json.dumps", memory_mb=512, timeout_seconds=10)


def _invoke(handler, event=None):
    return LambdaFunction(DECLARED, handler).invoke(event or {}, "request-1")


def test_event_and_answer_pass_through_json():
    assert _invoke(lambda event, _: {"got": event["list"], "pair": (1, 2)}, {"list": (1, 2)}) == {
        "got": [1, 2],
        "pair": [1, 2],
    }


def test_the_context_tells_what_lambda_tells():
    def handler(_, context):
        return {
            "name": context.function_name,
            "memory": context.memory_limit_in_mb,
            "request": context.aws_request_id,
            "arn": context.invoked_function_arn,
            "log": f"{context.log_group_name} {context.log_stream_name}",
            "in_time": 9000 < context.get_remaining_time_in_millis() <= 10000,
        }

    assert _invoke(handler) == {
        "name": "ApiFunction",
        "memory": 512,
        "request": "request-1",
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:ApiFunction",
        "log": "/aws/lambda/ApiFunction local",
        "in_time": True,
    }


def test_whatever_a_handler_raises_is_a_failed_function_that_names_it():
    def handler(_, __):
        raise LookupError("no such thing")

    with pytest.raises(FunctionFailedError, match=r"json\.dumps raised LookupError: no such thing") as failed:
        _invoke(handler)
    assert isinstance(failed.value.__cause__, LookupError)


def test_an_answer_that_is_not_json_is_a_failed_function():
    with pytest.raises(FunctionFailedError, match="Decimal"):
        _invoke(lambda _, __: {"usd": Decimal("4.50")})


def test_an_event_over_lambdas_limit_never_reaches_the_handler():
    with pytest.raises(PayloadTooLargeError):
        _invoke(pytest.fail, {"body": "x" * PAYLOAD_LIMIT_BYTES})


def test_an_answer_over_lambdas_limit_is_a_failed_function():
    with pytest.raises(FunctionFailedError, match="answer"):
        _invoke(lambda _, __: {"body": "x" * PAYLOAD_LIMIT_BYTES})


def test_one_event_is_handled_at_a_time_as_in_one_lambda_environment():
    running = threading.Semaphore(1)

    def handler(_, __):
        assert running.acquire(blocking=False), "two at once"
        time.sleep(0.005)
        running.release()
        return {}

    function = LambdaFunction(DECLARED, handler)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: function.invoke({}, str(number)), range(16)))
    assert answers == [{}] * 16


def test_the_handler_is_imported_by_the_name_in_the_template():
    assert LambdaFunction.imported(DECLARED)._handler is __import__("json").dumps  # noqa: SLF001


def test_a_handler_that_does_not_exist_is_an_import_error():
    with pytest.raises(ImportError):
        LambdaFunction.imported(Function("F", "no_such_module.handler", 128, 3))

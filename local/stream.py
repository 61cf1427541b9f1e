"""Changes of a table: what a DynamoDB stream hands to a function, and what stands in for Lambda's poller here."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from local.environment import REGION
from local.function import FunctionFailedError, LambdaFunction
from local.polling import repeated
from local.proxy import ACCOUNT_ID
from local.template import Template
from spend.storage import keys

MOST_RECORDS = 1000


def record(table: str, partition: str, sort: str, number: int, at: float) -> dict[str, Any]:
    """What a stream tells of one item that was changed; `at` in seconds since 1970."""
    return {
        "eventID": f"{number:032x}",
        "eventName": "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": at,
            "Keys": {"pk": {"S": partition}, "sk": {"S": sort}},
            "SequenceNumber": f"{number:021}",
            "SizeBytes": len(partition) + len(sort),
            "StreamViewType": "KEYS_ONLY",
        },
        "eventSourceARN": f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{table}/stream/2026-11-01T00:00:00.000",
    }


class StreamPoller:
    """Hands the changes of a table to a function, in order; those on which it fails are handed over again."""

    def __init__(self, streams: Any, arn: str, function: LambdaFunction) -> None:
        self._streams, self._function = streams, function
        [shard] = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        asked = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        self._place = streams.get_shard_iterator(**asked)["ShardIterator"]

    def look(self) -> Iterator[str]:
        """Hand over what changed, and say how it went where it failed or did something. Raises botocore's errors."""
        more = True
        while more:
            found = self._streams.get_records(ShardIterator=self._place, Limit=MOST_RECORDS)
            records = [_as_lambda_has_it(each) for each in found["Records"] if _is_looked_at(each)]
            if records:
                try:
                    answer = self._function.invoke({"Records": records}, records[0]["eventID"])
                except FunctionFailedError as error:
                    yield f"failed to look at spend: {error}"
                    return
                if isinstance(answer, dict) and answer.get("alerts"):
                    yield f"{answer['alerts']} alerts"
            self._place = found["NextShardIterator"]
            more = len(found["Records"]) == MOST_RECORDS


def _is_looked_at(record: Mapping[str, Any]) -> bool:
    """Whether the template's filter lets a change through."""
    partition: str = record["dynamodb"]["Keys"]["pk"]["S"]
    return partition == keys.BUDGETS or partition.startswith(keys.TOTALS)


def _as_lambda_has_it(record: Mapping[str, Any]) -> dict[str, Any]:
    at = record["dynamodb"]["ApproximateCreationDateTime"]
    seconds = at.timestamp() if isinstance(at, datetime) else at
    return {**record, "dynamodb": {**record["dynamodb"], "ApproximateCreationDateTime": seconds}}


@contextmanager
def streamed(streams: Any, arns: Mapping[str, str], template: Template) -> Iterator[None]:
    """Hand over the changes of the tables, by their logical names, while the block runs."""
    [trigger] = template.stream_triggers()
    function = LambdaFunction.imported(template.functions()[trigger.function])
    poller = StreamPoller(streams, arns[trigger.table], function)
    with repeated(poller.look, f"changes of {trigger.table}"):
        yield

"""How many transactions it takes, and when it is given up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from spend.ledger.committing import NotRecordedError, Outcome, packed
from spend.ledger.entry import of_training
from spend.ledger.ledger import ATTEMPTS, Ledger
from spend.storage.table import Table, written


class Tables:
    """A client whose transactions end as is planned; when nothing is planned any more they are done."""

    def __init__(self, *planned):
        self.planned, self.transactions = list(planned), []

    def put_item(self, **_):
        return {}

    def transact_write_items(self, TransactItems, ClientRequestToken):  # noqa: N803
        self.transactions.append((TransactItems, ClientRequestToken))
        failure = self.planned.pop(0) if self.planned else None
        if failure is not None:
            raise failure(TransactItems)


def _canceled(*codes):
    """Each write in its turn; the others stand."""

    def failure(writes):
        reasons: Any = [{"Code": codes[number] if number < len(codes) else "None"} for number in range(len(writes))]
        for reason, write in zip(reasons, writes, strict=True):
            if reason["Code"] == "ConditionalCheckFailed":
                reason["Item"] = write["Put"]["Item"] | written({"written_by": "another"})
        return ClientError(
            {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": reasons}, "T"
        )

    return failure


def _error(code):
    return lambda _: ClientError({"Error": {"Code": code, "Message": ""}}, "T")


def _entries(count, model="m"):
    return [
        of_training(f"{model}-{number}", "p", date(2026, 11, 2), None, model, Decimal(1)) for number in range(count)
    ]


def _ledger(client):
    return Ledger(Table(client, "ledger"), Table(client, "spend"), pause=lambda seconds: None)


def test_lines_of_one_row_share_its_write():
    client = Tables()
    assert set(_ledger(client).record(_entries(99)).values()) == {Outcome.NEW}
    assert [len(writes) for writes, _ in client.transactions] == [100]


def test_a_group_is_never_more_than_a_transaction_takes():
    ledger = _ledger(Tables())
    changes = [ledger._recorded(entry) for model in "abcdefgh" for entry in _entries(37, model)]  # noqa: SLF001
    groups = list(packed(changes))
    assert sum(map(len, groups)) == len(changes)
    for group in groups:
        assert len(group) + len({row for change in group for row, _ in change.deltas}) <= 100
    assert len(groups) == 4


def test_duplicates_are_left_out_and_the_others_written():
    client = Tables(_canceled("ConditionalCheckFailed", "None", "ConditionalCheckFailed"))
    outcomes = _ledger(client).record(_entries(4))
    assert list(outcomes.values()).count(Outcome.DUPLICATE) == 2
    assert [len(writes) for writes, _ in client.transactions] == [5, 3]


def test_finding_duplicates_one_at_a_time_is_no_reason_to_give_up():
    client = Tables(*[_canceled("ConditionalCheckFailed")] * 50)
    assert set(_ledger(client).record(_entries(50)).values()) == {Outcome.DUPLICATE}


def test_the_same_writes_are_tried_again_with_the_same_token():
    client = Tables(_error("ThrottlingException"), _canceled("TransactionConflict"))
    _ledger(client).record(_entries(2))
    assert len({token for _, token in client.transactions}) == 1


def test_other_writes_have_another_token():
    client = Tables(_canceled("ConditionalCheckFailed"))
    _ledger(client).record(_entries(2))
    assert len({token for _, token in client.transactions}) == 2


def test_who_is_always_in_the_way_is_given_up_and_nothing_of_it_is_lost():
    client = Tables(*[_canceled("TransactionConflict")] * ATTEMPTS)
    with pytest.raises(NotRecordedError) as given_up:
        _ledger(client).record(_entries(150))
    assert (len(given_up.value.left), given_up.value.outcomes) == (150, {})
    assert len(client.transactions) == ATTEMPTS


def test_what_was_written_before_is_told_beside_what_was_not():
    client = Tables(None, _error("AccessDeniedException"))
    with pytest.raises(NotRecordedError) as given_up:
        _ledger(client).record(_entries(150))
    assert (len(given_up.value.left), len(given_up.value.outcomes)) == (51, 99)


def _refusing(*ids, code="ValidationException"):
    """Each transaction with one of the entries in it is refused, as DynamoDB does what it can never write."""

    class Refusing(Tables):
        def transact_write_items(self, TransactItems, ClientRequestToken):  # noqa: N803
            written_ids = {write["Put"]["Item"]["id"]["S"] for write in TransactItems if "Put" in write}
            self.planned = (
                [_error(code) if code == "ValidationException" else _canceled(code)] if (written_ids & set(ids)) else []
            )
            super().transact_write_items(TransactItems, ClientRequestToken)

    return Refusing()


@pytest.mark.parametrize("code", ["ValidationException", "ValidationError"])
def test_what_can_never_be_written_takes_nothing_else_along(code):
    client = _refusing("m-7", "m-120", code=code)
    outcomes = _ledger(client).record(_entries(150))
    assert {id for id, outcome in outcomes.items() if outcome is Outcome.REFUSED} == {"m-7", "m-120"}
    assert sum(outcome is Outcome.NEW for outcome in outcomes.values()) == 148
    assert len(client.transactions) < 40


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_what_waiting_does_not_help_is_not_tried_again(code):
    client = Tables(_error(code))
    with pytest.raises(NotRecordedError):
        _ledger(client).record(_entries(1))
    assert len(client.transactions) == 1

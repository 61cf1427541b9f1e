"""The day whose prices a call has where the request sends none: the one that the response tells."""

from datetime import date, datetime

import pytest

from tests.spend.asking import TODAY, price
from tests.spend.responses import chat, gemini, responses

FEW = {"prompt_tokens": 1_000_000, "completion_tokens": 0}
MAY = int(datetime.fromisoformat("2026-05-31T23:59:59Z").timestamp())


def _history(**more):
    return price(response=chat(FEW, model="history", **more))


def test_a_chat_is_priced_as_of_the_day_on_which_it_was_created_and_says_so():
    answer = _history(created=MAY)
    assert (answer.at, answer.cost_usd) == (date(2026, 5, 31), 10)
    assert answer.warnings == ("at was not sent: priced as of 2026-05-31, the day of response.created in UTC",)
    assert (_history(created=MAY + 1).at, _history(created=MAY + 1).cost_usd) == (date(2026, 6, 1), 5)


def test_a_day_that_was_sent_wins():
    answer = price(response=chat(FEW, model="history", created=MAY), at="2026-06-02")
    assert (answer.at, answer.cost_usd, answer.warnings) == (date(2026, 6, 2), 5, ())


def test_a_response_and_a_generated_content_tell_their_day_too():
    usage = {"input_tokens": 1, "output_tokens": 1}
    assert price(response=responses(usage, model="history", created_at=MAY + 0.5)).at == date(2026, 5, 31)
    made = gemini({"promptTokenCount": 1}, createTime="2026-06-01T00:30:00.123456+01:00")
    answer = price(response=made)
    assert answer.at == date(2026, 5, 31)
    assert answer.warnings == ("at was not sent: priced as of 2026-05-31, the day of response.createTime in UTC",)


@pytest.mark.parametrize("created", [0, -1, MAY * 1000, 10**30, "soon", "1761000000", True, [], 1_795_600_000])
def test_a_moment_at_which_nothing_can_have_been_answered_is_not_believed_and_told(created):
    answer = _history(created=created)
    assert answer.at == TODAY
    assert answer.warnings == (
        "response.created is no moment at which a call can have been answered: priced as of 2026-11-22; send at",
    )


@pytest.mark.parametrize("more", [{"created": None}, {"created": 1_795_392_000}])
def test_without_a_moment_a_call_is_of_today_and_clocks_may_differ_by_a_day(more):
    answer = _history(**more)
    assert answer.at == (date(2026, 11, 23) if more["created"] else TODAY)

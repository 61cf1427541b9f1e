"""GET /v1/spend: grouped in every way, as JSON and as CSV."""

import csv
import io

import pytest

from tests.handlers.http import get, post, put

TUNED = "ft:gpt-4o-mini-2024-07-18:acme::x"


def _call(id, model="gpt-4o", day="2026-11-20", project="support", **more):
    usage = {"input_tokens": 1_000_000, "output_tokens": 100_000} | more.pop("usage", {})
    return {"id": id, "project": project, "model": model, "at": day, "usage": usage} | more


@pytest.fixture
def _spent(aws):
    calls = [
        _call("one"),
        _call("cached", usage={"cached_input_tokens": 1_000_000}),
        _call("batch", batch=True),
        _call("tuned", model=TUNED, day="2026-11-21"),
        _call("claude", model="claude-sonnet-4-5", day="2026-11-22", project="other"),
        _call("unknown", model="not-yet-sold", day="2026-11-22"),
        _call("october", day="2026-10-31"),
        {"id": "job", "project": "support", "at": "2026-11-01", "training": {"usd": "4.5", "model": "m"}},
    ]
    assert post("/v1/usage", {"records": calls}).json["accepted"] == 8


@pytest.mark.usefixtures("_spent")
def test_everything_adds_up():
    said = get("/v1/spend", month="2026-11").json
    assert said["unpriced_records"] == 1
    for name in ("by_month", "by_day", "by_project", "by_provider"):
        groups = said[name]
        assert sum(group["records"] for group in groups) == said["records"] == 7
        for usd in ("total_usd", "base_usd", "fine_tuned_usd", "training_usd", "cache_saving_usd", "batch_saving_usd"):
            assert sum(_cents(group[usd]) for group in groups) == _cents(said[usd]), (name, usd)
    assert sum(_cents(model["cost_usd"]) for model in said["by_model"]) == _cents(said["total_usd"])


def _cents(usd):
    return round(float(usd) * 1000)


@pytest.mark.usefixtures("_spent")
def test_fine_tuned_base_and_training_are_apart():
    said = get("/v1/spend", month="2026-11", project="support").json
    # gpt-4o: 3.50 USD as it is, 2.25 with its input cached, 1.75 in a batch; the fine-tune 0.42.
    assert said["base_usd"] == "7.5"
    assert said["fine_tuned_usd"] == "0.42"
    assert said["training_usd"] == "4.5"
    assert said["total_usd"] == "12.42"
    assert (said["cache_saving_usd"], said["batch_saving_usd"]) == ("1.25", "1.75")


@pytest.mark.usefixtures("_spent")
def test_a_project_and_a_month_are_told_alone():
    assert [each["name"] for each in get("/v1/spend", month="2026-11").json["by_project"]] == ["other", "support"]
    assert get("/v1/spend", month="2026-11", project="other").json["records"] == 1
    assert get("/v1/spend", month="2026-10").json["total_usd"] == "3.5"
    assert get("/v1/spend", month="2026-09").json["records"] == 0
    assert get("/v1/spend", project="nobody").json["total_usd"] == "0"


@pytest.mark.usefixtures("_spent")
def test_several_months_are_told_together():
    said = get("/v1/spend", since="2026-10", month="2026-11").json
    assert [(each["name"], each["records"]) for each in said["by_month"]] == [("2026-10", 1), ("2026-11", 7)]


@pytest.mark.usefixtures("_spent")
def test_without_a_month_it_is_this_one():
    assert get("/v1/spend").json["month"] == "2026-11"


@pytest.mark.usefixtures("_spent")
def test_the_dearest_model_comes_first_and_one_without_a_price_is_named():
    models = get("/v1/spend", month="2026-11", project="support").json["by_model"]
    assert [each["model"] for each in models] == ["gpt-4o-2024-08-06", "m", TUNED, "not-yet-sold"]
    assert (models[3]["category"], models[3]["cost_usd"], models[3]["unpriced_records"]) == ("unknown", "0", 1)


@pytest.mark.usefixtures("_spent")
def test_one_model_has_one_line_however_its_name_was_spelt(aws):
    post("/v1/usage", [_call("spelt", model="openai/gpt-4o-2024-08-06"), _call("dated", model="gpt-4o-2024-08-06")])
    models = [each["model"] for each in get("/v1/spend", month="2026-11").json["by_model"]]
    assert models.count("gpt-4o-2024-08-06") == 1


@pytest.mark.usefixtures("_spent")
def test_budgets_are_told_with_it():
    put("/v1/budgets/support", {"monthly_usd": "100"})
    put("/v1/budgets/other", {"monthly_usd": "10"})
    assert [each["project"] for each in get("/v1/spend", month="2026-11").json["budgets"]] == ["other", "support"]
    [told] = get("/v1/spend", month="2026-11", project="support").json["budgets"]
    assert (told["spent_usd"], told["share"]) == ("12.42", "0.1242")


@pytest.mark.usefixtures("_spent")
def test_csv_has_a_line_for_each_day_project_and_model():
    said = get("/v1/spend", month="2026-11", format="csv")
    assert said.headers["content-type"] == "text/csv; charset=utf-8"
    assert said.headers["content-disposition"] == 'attachment; filename="spend-2026-11.csv"'
    rows = list(csv.DictReader(io.StringIO(said.text, newline="")))
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert sum(_cents(row["cost_usd"]) for row in rows) == _cents(get("/v1/spend", month="2026-11").json["total_usd"])
    [unknown] = [row for row in rows if row["model"] == "not-yet-sold"]
    assert (unknown["records"], unknown["unpriced_records"], unknown["provider"]) == ("1", "1", "")
    assert [row["batch"] for row in rows if row["model"] == "gpt-4o-2024-08-06"] == ["false", "true"]


@pytest.mark.parametrize("name", ['=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(1)"])
def test_no_name_becomes_a_formula_of_a_spreadsheet(aws, name):
    post("/v1/usage", [_call("one", model=name)])
    said = get("/v1/spend", month="2026-11", format="csv").text
    [row] = csv.DictReader(io.StringIO(said, newline=""))
    assert row["model"] == f"'{name}"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"month": "2026-13"}, "month"),
        ({"month": "2026-1"}, "month"),
        ({"month": "0000-01"}, "month"),
        ({"month": "0001-01"}, "month"),
        ({"month": "2019-12"}, "month"),
        ({"month": "2100-01"}, "month"),
        ({"month": "9999-12"}, "month"),
        ({"since": "2026-12", "month": "2026-11"}, "since"),
        ({"since": "2020-01", "month": "2026-11"}, "since"),
        ({"format": "xml"}, "format"),
        ({"project": "a/b"}, "project"),
        ({"projects": "a"}, "projects"),
    ],
)
def test_what_is_wrong_with_a_question_is_told_by_its_parameter(aws, query, field):
    said = get("/v1/spend", **query)
    assert (said.status, list(said.errors)) == (422, [field])

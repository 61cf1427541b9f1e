"""A training file that is dropped, chosen or pasted is checked by the API, and fills the fields of the dataset."""

import json

from tests.browser.conftest import settled
from tests.browser.test_calculator import OLDER, as_json, asked_in, headline


def _example(number):
    return {
        "messages": [
            {"role": "user", "content": f"Where is order {number}?"},
            {"role": "assistant", "content": "shipping"},
        ]
    }


GOOD = "".join(json.dumps(_example(number)) + "\n" for number in range(300))
BAD = GOOD + json.dumps({"messages": [{"role": "user", "content": "Thanks"}]}) + "\n"


def _reported(page):
    page.wait_for_selector(".report")
    settled(page)
    return page.locator(".report")


def test_a_file_that_is_chosen_fills_the_fields(opened, send, look, accessible):
    page = opened(OLDER)
    page.locator("#dataset-file").set_input_files(
        {"name": "train.jsonl", "mimeType": "application/jsonl", "buffer": GOOD.encode()}
    )
    report = _reported(page)
    assert "train.jsonl: 300 examples. It can be trained on." in report.inner_text()
    expected = send("POST", "/v1/datasets/checks", {"content": GOOD, "model": "gpt-4o-mini", "task": "classification"})
    dataset = as_json(asked_in(page))["dataset"]
    assert dataset["examples"] == expected["dataset"]["examples"] == 300
    assert dataset["tokens_per_example"] == expected["dataset"]["tokens_per_example"]
    assert headline(page) == send("POST", "/v1/decisions", as_json(asked_in(page)))["headline"]
    accessible(page)
    look(page, "calculator-dataset")


def test_a_file_that_is_dropped_is_checked_and_its_problems_are_told_by_line(opened):
    page = opened(OLDER)
    dropped = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'bad.jsonl')); return data; }", BAD
    )
    zone = page.locator(".drop")
    zone.dispatch_event("dragover", {"dataTransfer": dropped})
    assert "over" in zone.get_attribute("class")
    zone.dispatch_event("drop", {"dataTransfer": dropped})
    report = _reported(page)
    assert report.get_attribute("data-usable") == "no"
    assert "line 301" in report.inner_text()
    assert asked_in(page)["dataset"]["examples"] == 300


def test_text_that_is_pasted_is_checked(opened):
    page = opened(OLDER)
    page.get_by_role("button", name="or paste it").click()
    page.locator("#dataset-text").fill(GOOD)
    page.get_by_role("button", name="Check it").click()
    assert "300 examples" in _reported(page).inner_text()
    assert asked_in(page)["dataset"]["examples"] == 300


def test_a_file_that_is_too_large_for_a_request_is_uploaded(opened, tmp_path):
    page = opened(OLDER)
    large = "".join(json.dumps(_example(f"{number} {'x' * 600}")) + "\n" for number in range(9_000))
    file = tmp_path / "large.jsonl"
    assert file.write_text(large) > 5 * 1024 * 1024
    page.locator("#dataset-file").set_input_files(file)
    page.wait_for_selector(".report", timeout=60_000)
    settled(page)
    assert "large.jsonl: 9,000 examples." in page.locator(".report").inner_text()
    assert asked_in(page)["dataset"]["examples"] == 9_000


def test_what_is_no_training_file_is_told_and_can_be_tried_again(opened):
    page = opened(OLDER)
    page.locator("#dataset-file").set_input_files({"name": "empty.jsonl", "mimeType": "text/plain", "buffer": b""})
    assert "The file is empty" in page.locator(".drop [role=alert]").inner_text()
    page.locator("#dataset-file").set_input_files(
        {"name": "prose.txt", "mimeType": "text/plain", "buffer": b"Dear all,\nhello\n"}
    )
    report = _reported(page)
    assert report.get_attribute("data-usable") == "no"
    assert asked_in(page)["dataset"]["examples"] == 1000

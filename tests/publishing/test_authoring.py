"""Each mistake is made in a copy of the real files; the error must name the place and the edit."""

import pytest

from publishing.authoring import AuthoringError, Problem, load_directory, load_files

OPENAI, GPUS, POLICY = "openai.yaml", "gpus.yaml", "policy.yaml"
GPT_4O = "models.gpt-4o-2024-08-06"

MISTAKES = {
    "a misspelt field": (
        (OPENAI, "minimum_tokens: 1024", "minimun_tokens: 1024"),
        f"{GPT_4O}.prompt_caching.minimun_tokens",
        "is not a field; check the spelling against rates/README.md, or remove it",
    ),
    "a missing field": (
        (OPENAI, "    open_to: everyone\n", ""),
        "availability[0].open_to",
        "is missing; add it",
    ),
    "a price in words": (
        (OPENAI, "input_tokens: 2.5\n", "input_tokens: cheap\n"),
        f"{GPT_4O}.base[1].usd_per_million_input_tokens",
        "is not a number; write a plain decimal such as 0.15",
    ),
    "a price that was left out": (
        (OPENAI, "input_tokens: 2.5\n", "input_tokens:\n"),
        f"{GPT_4O}.base[1].usd_per_million_input_tokens",
        "is not a number; write a plain decimal such as 0.15",
    ),
    "a price that is true": (
        (OPENAI, "input_tokens: 2.5\n", "input_tokens: true\n"),
        f"{GPT_4O}.base[1].usd_per_million_input_tokens",
        "must be a number, not true or false",
    ),
    "a price that is no number": (
        (OPENAI, "input_tokens: 2.5\n", "input_tokens: .nan\n"),
        f"{GPT_4O}.base[1].usd_per_million_input_tokens",
        "'.nan' is not understood; write a plain decimal number",
    ),
    "a negative price": (
        (OPENAI, "input_tokens: 2.5\n", "input_tokens: -2.5\n"),
        f"{GPT_4O}.base[1].usd_per_million_input_tokens",
        "must not be negative; check the sign",
    ),
    "yes for true": (
        (OPENAI, "confirmed: true", "confirmed: yes"),
        "availability[0].confirmed",
        "'yes' is not understood; write true or false",
    ),
    "1 for true": (
        (OPENAI, "confirmed: true", "confirmed: 1"),
        "availability[0].confirmed",
        "is neither true nor false; write one of them",
    ),
    "a day that is not written as one": (
        (OPENAI, "2023-08-22", "22.08.2023"),
        "availability[0].effective_from",
        "is not a day; write it as YYYY-MM-DD, without quotes",
    ),
    "a day that the calendar lacks": (
        (OPENAI, "2023-08-22", "2023-02-30"),
        "availability[0].effective_from",
        "'2023-02-30' is not understood; write a day as YYYY-MM-DD",
    ),
    "a day that is a number": (
        (OPENAI, "2023-08-22", "0"),
        "availability[0].effective_from",
        "is not a day; write it as YYYY-MM-DD, without quotes",
    ),
    "a training method that does not exist": (
        (OPENAI, "      sft:", "      stf:"),
        f"{GPT_4O}.training.stf",
        (
            "is not one of the values that are understood; "
            "write 'sft', 'sft_lora', 'sft_full', 'dpo', 'dpo_lora', 'dpo_full' or 'rft'"
        ),
    ),
    "a group of organisations that does not exist": (
        (OPENAI, "open_to: everyone", "open_to: somebody"),
        "availability[0].open_to",
        (
            "is not one of the values that are understood; write 'everyone', 'organizations_that_have_fine_tuned', "
            "'organizations_with_recent_fine_tuned_inference' or 'nobody'"
        ),
    ),
    "a cached token that is dearer than a fresh one": (
        (OPENAI, "cached_input_tokens: 1.25\n", "cached_input_tokens: 12.5\n"),
        f"{GPT_4O}.base[1].usd_per_million_cached_input_tokens",
        "12.5 is dearer than usd_per_million_input_tokens (2.5); check the row, a cached token never costs more than",
    ),
    "half of the batch prices": (
        (OPENAI, "        usd_per_million_batch_output_tokens: 5\n", ""),
        f"{GPT_4O}.base[1]",
        "batch input and batch output prices come together; give both or neither",
    ),
    "a cached batch price alone": (
        (OPENAI, "        usd_per_million_batch_input_tokens: 0.625\n", ""),
        "models.gpt-5.base[0].usd_per_million_batch_cached_input_tokens",
        "needs the batch input and output prices; add them",
    ),
    "training by the token and by the hour": (
        (OPENAI, "training_tokens: 25\n", "training_tokens: 25\n          usd_per_training_hour: 100\n"),
        f"{GPT_4O}.training.sft[0]",
        "give exactly one of usd_per_million_training_tokens, usd_per_training_hour and usd_per_training_gpu_hour",
    ),
    "an unconfirmed price that is not there": (
        (OPENAI, "unconfirmed: [usd_per_million_batch_cached_input_tokens]", "unconfirmed: [usd_per_call]"),
        "models.gpt-5.base[0].unconfirmed",
        "names no price of this entry: usd_per_call; check the spelling",
    ),
    "a source that the file does not have": (
        (OPENAI, "source: deprecations-2023", "source: rumour"),
        "availability[0].source",
        (
            "'rumour' is not among the file's sources; add it there or use one of: pricing, deprecations, "
            "deprecations-2023, prompt-caching, fine-tuning-guide, fine-tuning-guide-2025, litellm"
        ),
    ),
    "entries out of order": (
        (OPENAI, "effective_from: 2026-07-02", "effective_from: 2026-05-01"),
        "availability[2].effective_from",
        (
            "2026-05-01 is not after 2026-05-07, where the entry before begins; append the new entry at the end, each "
            "day once"
        ),
    ),
    "two entries of one day": (
        (OPENAI, "effective_from: 2026-07-02", "effective_from: 2026-05-07"),
        "availability[2].effective_from",
        (
            "2026-05-07 is not after 2026-05-07, where the entry before begins; append the new entry at the end, each "
            "day once"
        ),
    ),
    "a model that stands twice": (
        (OPENAI, "  gpt-4o-mini-2024-07-18:\n", "  gpt-4o-2024-08-06:\n"),
        GPT_4O,
        "stands twice; remove one",
    ),
    "an alias of two models": (
        (OPENAI, "aliases: [gpt-4o-mini]", "aliases: [gpt-4o]"),
        "models.gpt-4o-mini-2024-07-18.aliases",
        "the name 'gpt-4o' stands for both 'gpt-4o-2024-08-06' and 'gpt-4o-mini-2024-07-18'; keep it in one place",
    ),
    "an alias that YAML reads as a number": (
        (OPENAI, "aliases: [gpt-4.1]", "aliases: [4.1]"),
        "models.gpt-4.1-2025-04-14.aliases[0]",
        "is not text; put it in quotes",
    ),
    "an unknown instance": (
        (GPUS, "instance: azure.NC24ads_A100_v4", "instance: azure.NC24"),
        "recipes.full-70b[0].instance",
        "'azure.NC24' is not an instance of this file; use one of aws.g5.xlarge, ",
    ),
    "a misspelt threshold": (
        (POLICY, "  few_shot_hours:", "  few_shots_hours:"),
        "thresholds.few_shots_hours",
        "is a threshold that no rule uses; check the spelling",
    ),
    "a number where a span belongs": (
        (POLICY, "value: {low: 3, high: 5}", "value: 4"),
        "thresholds.experiment_runs[0].value",
        "experiment_runs must be a span such as {low: 3, high: 5}",
    ),
    "a span where a number belongs": (
        (POLICY, "value: 500\n", "value: {low: 200, high: 500}\n"),
        "thresholds.minimum_examples_generation[0].value",
        "minimum_examples_generation must be one number",
    ),
    "a span whose ends are swapped": (
        (POLICY, "value: {low: 3, high: 5}", "value: {low: 5, high: 3}"),
        "thresholds.experiment_runs[0].value",
        "low is above high: swap them",
    ),
    "a threshold without an entry": (
        (POLICY, "  horizon_months:\n", "  horizon_months: []\n  horizon:\n"),
        "thresholds.horizon_months",
        "has no entry; add one",
    ),
    "a later schema": (
        (POLICY, "schema_version: 1", "schema_version: 2"),
        "schema_version",
        "is not one of the values that are understood; write 1",
    ),
}


def _problems(files):
    with pytest.raises(AuthoringError) as caught:
        load_files(files)
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    return caught.value.problems


def _line(text, index):
    return text.count("\n", 0, index) + 1


def _reported(files, edit, field):
    """The problem with one field of one edited file; that the others are missing is not looked at."""
    file, old, new = edit
    return next(problem for problem in _problems({file: files[file].replace(old, new, 1)}) if problem.field == field)


@pytest.mark.parametrize(("edit", "field", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_reported_at_its_place_with_the_edit_to_make(files, edit, field, message):
    found = _reported(files, edit, field)
    assert found.message.startswith(message)
    assert str(found) == f"{edit[0]}:{found.line}: {field}: {found.message}"


@pytest.mark.parametrize(
    "mistake",
    ["a misspelt field", "a price in words", "yes for true", "a number where a span belongs", "entries out of order"],
)
def test_the_line_is_the_one_that_was_edited(files, mistake):
    edit, field, _ = MISTAKES[mistake]
    text = files[edit[0]]
    assert _reported(files, edit, field).line == _line(text, text.index(edit[1]))


def test_a_missing_threshold_is_named(files):
    start = files[POLICY].index("  few_shot_examples:")
    end = files[POLICY].index("  system_prompt_hours:")
    assert _problems(files | {POLICY: files[POLICY][:start] + files[POLICY][end:]}) == [
        Problem(
            POLICY,
            _line(files[POLICY], files[POLICY].index("\nthresholds:") + 1),
            "thresholds.few_shot_examples",
            "is missing; every declared threshold needs an entry",
        )
    ]


def test_the_problems_of_all_files_are_reported_at_once(files):
    wrong = {
        OPENAI: files[OPENAI].replace("confirmed: true", "confirmed: 1", 2),
        POLICY: files[POLICY].replace("value: 500\n", "value: -1\n", 1).replace("value: [0.8, 1]", "value: 1"),
        GPUS: files[GPUS].replace("gpus: 1\n", "gpus: 0\n", 1),
    }
    fields = [(problem.file, problem.field) for problem in _problems(wrong)]
    assert fields == [
        (GPUS, "instances.aws.g5.xlarge.gpus"),
        (OPENAI, "availability[0].confirmed"),
        (OPENAI, "availability[1].confirmed"),
        (POLICY, "thresholds.minimum_examples_generation[0].value"),
    ]
    policy = files[POLICY].replace("value: {low: 3, high: 5}", "value: 4").replace("value: [0.8, 1]", "value: 1")
    assert [problem.field for problem in _problems(files | {POLICY: policy})] == [
        "thresholds.experiment_runs[0].value",
        "thresholds.budget_alert_shares[0].value",
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title: [OpenAI\nmodels: {}\n", 2, "not YAML: expected ',' or ']', but got ':'; mend the syntax there"),
        ("title: a\n\x07: b\n", 2, "not YAML: the character U+0007 must not stand in it; remove it"),
        ("- a list\n", 1, "must hold fields; see rates/README.md for the layout"),
        ("", 1, "must hold fields; see rates/README.md for the layout"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML: but found another document; mend the syntax there"),
    ],
)
def test_a_file_that_holds_no_fields_is_refused(text, line, message):
    assert _problems({"new.yaml": text})[-1] == Problem("new.yaml", line, "", message)


def test_a_file_that_is_needed_and_not_there_is_named(files):
    assert [str(problem) for problem in _problems({OPENAI: files[OPENAI]})] == [
        "policy.yaml:1: is missing; every rate table needs it",
        "gpus.yaml:1: is missing; every rate table needs it",
    ]


def test_a_file_in_another_encoding_is_refused(tmp_path, files):
    (tmp_path / "openai.yaml").write_bytes("# prices\n# in €\n".encode("cp1252"))
    with pytest.raises(AuthoringError, match=r"^openai\.yaml:2: is not UTF-8; save it as UTF-8$"):
        load_directory(tmp_path)


def test_a_file_that_would_be_overlooked_is_refused(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "openai" in load_directory(tmp_path).providers
    (tmp_path / "mistral.yml").write_text(files[OPENAI], encoding="utf-8")
    with pytest.raises(AuthoringError, match=r"^mistral\.yml:1: is not read; rename it so that it ends in \.yaml$"):
        load_directory(tmp_path)


def test_each_further_file_is_a_provider(files):
    table = load_files(files | {"acme.yaml": "schema_version: 1\ntitle: Acme\nsources: {}\nmodels: {}\n"})
    assert set(table.providers) == {"acme"} | set(load_files(files).providers)

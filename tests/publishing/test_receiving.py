"""Files that are dropped in the bucket: published, refused, answered once."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from publishing.incoming import IncomingFile
from publishing.publish import read_in_force, rollback
from publishing.receiving import LARGEST_FILE_BYTES, Dropped, Inbox
from publishing.reports import Verdict
from ratebook.bucket import report_key, version_key
from ratebook.compiled import CorruptTableError, compile_table
from tests.authored import BUCKET
from tests.publishing.dropping import (
    CHEAPER,
    FIRST,
    KEY,
    MODEL,
    NOON,
    drop,
    garden_of,
    pointer_of,
    report_beside,
    table_of,
    take,
    version_of,
)
from tests.publishing.files import KNOWN, tokens


def _refused(s3, inbox, text, key=KEY):
    """What the report asks to mend; that nothing else changed is looked at too."""
    before = version_of(s3)
    report = take(s3, inbox, text, key)
    head, _, rest = report.text.partition("\n\nNothing was changed. Mend this and drop the file again:\n\n")
    assert head == f"# {key.removeprefix('incoming/')}: rejected"
    assert (report.verdict, report.version) == (Verdict.REJECTED, None)
    assert version_of(s3) == before
    return [line.removeprefix("- ") for line in rest.splitlines()]


def test_a_good_file_is_published_and_told(bucket, inbox):
    report = take(bucket, inbox, CHEAPER)
    assert (report.verdict, report.version) == (Verdict.PUBLISHED, version_of(bucket))
    assert report.text == (
        f"# garden.yaml: published\n\nVersion {report.version} is in force since 2026-11-22 13:00:00 UTC.\n\n"
        "What changed:\n\n"
        "- Garden tulip-1: input 2.50 → 2.00 USD per million tokens from 2027-01-01 (20 % cheaper)\n"
        "- Garden tulip-1: output 10.00 → 8.00 USD per million tokens from 2027-01-01 (20 % cheaper)\n"
        "- Garden tulip-1: cached input 1.25 → 1.00 USD per million tokens from 2027-01-01 (20 % cheaper)\n"
    )
    assert pointer_of(bucket).by == KEY


def test_a_file_that_says_nothing_new(bucket, inbox):
    report = take(bucket, inbox, f"{MODEL}{FIRST}\n")
    version = version_of(bucket)
    assert report.verdict is Verdict.NOTHING_TO_DO
    assert report.text == (
        f"# garden.yaml: nothing to do\n\nNothing was changed: version {version} says all of it already.\n"
    )


def test_a_price_that_was_checked_again_makes_a_version_without_a_change(bucket, inbox):
    report = take(bucket, inbox, f"{MODEL}{FIRST.replace('2026-11-22', '2026-11-23')}\n")
    assert report.text.endswith("\n- no figure changed, only how it is known\n")
    assert report.version.startswith("2026-11-23-")


def test_what_is_no_yaml_is_refused_at_its_line(bucket, inbox):
    assert _refused(bucket, inbox, "models:\n  tulip-1: [\n") == [
        "garden.yaml:3: not YAML: expected the node content, but found '\\<stream end>'; mend the syntax there"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"models: {}\n# in \xa4\n", "garden.yaml:2: is not UTF-8; save it as UTF-8"),
        (b"#" * (LARGEST_FILE_BYTES + 1), "garden.yaml:1: is larger than 1,000,000 bytes; drop it in parts, by model"),
    ],
)
def test_what_cannot_be_read_is_refused(bucket, inbox, content, said):
    assert _refused(bucket, inbox, content) == [said]


def test_a_file_of_the_largest_size_is_read(bucket, inbox):
    text = f"{CHEAPER}#"
    assert take(bucket, inbox, text + "x" * (LARGEST_FILE_BYTES - len(text))).verdict is Verdict.PUBLISHED


def test_a_file_in_a_folder_is_refused(bucket, inbox):
    key = "incoming/new/garden.yaml"
    assert _refused(bucket, inbox, CHEAPER, key) == [
        "new/garden.yaml:1: is no file's name of rates/; name it by the provider's id, as in openai.yaml"
    ]


def test_a_row_of_a_price_list_whose_cached_price_is_dearer_than_input_and_output_is_refused(bucket, inbox):
    """A row of a public price list: no input, cached 44 and output 10, in USD per million tokens."""
    row = f"{MODEL}{tokens('', '10', '2027-01-01', cached_input='44')}\n"
    assert _refused(bucket, inbox, row)[0].startswith(
        "garden.yaml:4: models.tulip-1.base[1].usd_per_million_input_tokens: is not a number"
    )
    row = f"{MODEL}{tokens('5.5', '11', '2027-01-01', cached_input='11')}\n"
    assert _refused(bucket, inbox, row) == [
        (
            "garden.yaml:4: models.tulip-1.base[1].usd_per_million_cached_input_tokens: 11 is dearer than "
            "usd_per_million_input_tokens (5.5); check the row, a cached token never costs more than a fresh one"
        )
    ]


def test_a_price_that_is_off_by_a_thousand_is_refused(bucket, inbox):
    said = _refused(bucket, inbox, f"{MODEL}{tokens('0.0025', '0.01', '2027-01-01', cached_input='0.00125')}\n")
    assert said[0] == (
        "garden.yaml:4: models.tulip-1.base[1].usd_per_million_input_tokens: 0.0025 is too little for USD per million "
        "tokens, where 0.005 to 1,000 is usual; it looks like USD per 1,000 tokens, which is 2.5 here; check the "
        "unit, or say in `reason` why it is right"
    )


def test_a_change_of_more_than_five_times_is_refused_without_a_reason_and_published_with_one(bucket, inbox):
    said = _refused(bucket, inbox, f"{MODEL}{tokens('0.4', '8', '2027-01-01', cached_input='0.3')}\n")
    assert said == [
        (
            "garden.yaml:4: models.tulip-1.base[1].usd_per_million_input_tokens: 0.4 after 2.5 in the entry before "
            "(2025-09-01), 6.3 times less; check the row, or say in `reason` why it is right"
        )
    ]
    explained = tokens("0.4", "8", "2027-01-01", "reason: announced on 2026-11-20")
    report = take(bucket, inbox, f"{MODEL}{explained}\n")
    assert report.verdict is Verdict.PUBLISHED
    assert "; announced on 2026-11-20\n" in report.text


def test_a_published_entry_is_corrected_with_a_reason_only(bucket, inbox):
    [said] = _refused(bucket, inbox, f"{MODEL}{tokens('2.4', '10', cached_input='1.25')}\n")
    assert said.startswith(
        "garden.yaml:4: models.tulip-1.base[0]: the published entry of 2025-09-01 was changed (input"
    )
    corrected = tokens("2.4", "10", more="correction: misread", cached_input="1.25")
    assert take(bucket, inbox, f"{MODEL}{corrected}\n").text.endswith(
        "- Garden tulip-1: corrected for 2025-09-01, input 2.50 → 2.40 USD per million tokens (4 % cheaper); misread\n"
    )


def test_a_model_that_a_newer_list_lacks_stays_with_its_history(bucket, inbox, published):
    """Price lists drop what is shut down; what was spent on it must still be priced."""
    newer = f"models:\n  rose-1:\n    base: [{FIRST}]\n"
    assert take(bucket, inbox, newer).verdict is Verdict.PUBLISHED
    assert garden_of(bucket).models["tulip-1"] == published.providers["garden"].models["tulip-1"]
    ends = f"models:\n  tulip-1:\n    retires_on: {{date: 2027-01-14, {KNOWN}}}\n"
    assert take(bucket, inbox, ends).text.endswith("- Garden tulip-1 is shut down on 2027-01-14\n")


def test_a_model_that_is_withdrawn_goes_and_why_is_kept(bucket, inbox):
    report = take(bucket, inbox, "withdrawn:\n  tulip-1: a typo\n")
    assert report.text.endswith("- Garden tulip-1 was withdrawn (a typo)\n")
    assert garden_of(bucket).models == {}
    assert garden_of(bucket).withdrawn == {"tulip-1": "a typo"}


def test_a_model_is_withdrawn_with_a_reason_only(bucket, inbox):
    assert _refused(bucket, inbox, "withdrawn:\n  tulip-1: ''\n") == [
        "garden.yaml:2: withdrawn.tulip-1: says nothing; write why it never belonged here"
    ]
    assert _refused(bucket, inbox, "withdrawn:\n  tulip-1:\n") == [
        "garden.yaml:2: withdrawn.tulip-1: is not text; put it in quotes"
    ]


def test_a_model_that_a_file_withdraws_and_names_is_refused(bucket, inbox):
    assert _refused(bucket, inbox, f"withdrawn:\n  tulip-1: a typo\n{CHEAPER}") == [
        "garden.yaml:2: withdrawn.tulip-1: is withdrawn and still among the models; remove one of the two"
    ]


@pytest.mark.parametrize("name", ["openai.txt", "prices.json", "openai.yaml.bak", "notes"])
def test_what_has_a_wrong_name_is_refused_whatever_it_holds(bucket, inbox, name):
    assert _refused(bucket, inbox, b"\xff\x00", f"incoming/{name}") == [
        f"{name}:1: is no file's name of rates/; name it by the provider's id, as in openai.yaml"
    ]


def test_a_backdated_entry_is_refused_without_a_correction_and_told_with_one(bucket, inbox):
    late = tokens("2", "8", "2026-11-01", cached_input="1")
    assert _refused(bucket, inbox, f"{MODEL}{late}\n") == [
        (
            "garden.yaml:4: models.tulip-1.base[1]: the entry of 2026-11-01 is backdated: it is published on "
            "2026-11-22 and changes days gone by; say in `correction` why it comes late, or let it begin on 2026-11-22"
        )
    ]
    explained = tokens("2", "8", "2026-11-01", "correction: noticed late", cached_input="1")
    assert "(20 % cheaper); noticed late\n" in take(bucket, inbox, f"{MODEL}{explained}\n").text


def test_limits_join_those_that_are_published(bucket, inbox):
    for said in ("minimum_examples: 10", "maximum_examples: 99"):
        limits = f"models:\n  tulip-1:\n    limits: {{{said}, {KNOWN}}}\n"
        assert take(bucket, inbox, limits).verdict is Verdict.PUBLISHED
    both = garden_of(bucket).models["tulip-1"].limits
    assert (both.minimum_examples, both.maximum_examples) == (10, 99)
    [said] = _refused(bucket, inbox, f"models:\n  tulip-1:\n    limits: {{maximum_examples: null, {KNOWN}}}\n")
    assert said == (
        "garden.yaml:3: models.tulip-1.limits.maximum_examples: was published as 99 and is missing; put it back, or "
        "say why in its note"
    )


@pytest.mark.parametrize(
    ("key", "awaits"),
    [
        ("incoming/openai.yaml", True),
        ("incoming/openai.txt", True),
        ("incoming/new/openai", True),
        ("incoming/openai.yaml.report.md", False),
        ("incoming/", False),
        ("versions/2026-11-22-1a2b3c4d.json", False),
        ("openai.yaml", False),
    ],
)
def test_what_lies_in_incoming_and_is_no_report_awaits_one(key, awaits):
    assert Dropped(key, "e").awaits_report is awaits


def test_a_file_is_answered_once_however_often_it_is_told_of(bucket, inbox):
    dropped = drop(bucket, CHEAPER)
    first = inbox.take(dropped)
    stamp = bucket.head_object(Bucket=BUCKET, Key=report_key(KEY))["LastModified"]
    assert first is not None
    assert inbox.take(dropped) is None
    assert report_beside(bucket) == first.text
    assert bucket.head_object(Bucket=BUCKET, Key=report_key(KEY))["LastModified"] == stamp


def test_a_later_file_of_the_same_name_does_not_hide_an_earlier_one(bucket, inbox):
    earlier, later = drop(bucket, CHEAPER), drop(bucket, CHEAPER.replace("2027-01-01", "2027-06-01"))
    assert [report.verdict for report in (inbox.take(earlier), inbox.take(later)) if report] == [Verdict.PUBLISHED] * 2
    assert inbox.take(earlier) is None
    assert len(garden_of(bucket).models["tulip-1"].base) == 3


def test_the_same_file_dropped_again_is_another_file(bucket, inbox):
    assert take(bucket, inbox, CHEAPER).verdict is Verdict.PUBLISHED
    assert take(bucket, inbox, CHEAPER).verdict is Verdict.NOTHING_TO_DO


def test_a_file_that_was_taken_away_is_not_answered(bucket, inbox):
    dropped = Dropped(KEY, "0" * 32)
    assert inbox.take(dropped) is None
    with pytest.raises(ClientError):
        report_beside(bucket)


def test_a_bucket_without_versions_knows_a_file_by_its_content(s3, published):
    inbox = Inbox(s3, BUCKET, compile_table(published), lambda: NOON)
    dropped = drop(s3, CHEAPER)
    assert dropped.version_id is None
    assert inbox.take(dropped) is not None
    assert inbox.take(dropped) is None


def test_where_nothing_was_published_a_file_is_laid_over_the_deployed_rates(s3, published):
    inbox = Inbox(s3, BUCKET, compile_table(published), lambda: NOON)
    assert take(s3, inbox, f"{MODEL}{tokens('2.4', '10')}\n").verdict is Verdict.REJECTED
    assert take(s3, inbox, CHEAPER).verdict is Verdict.PUBLISHED
    assert read_in_force(s3, BUCKET) is not None


def test_what_is_in_force_after_a_rollback_is_what_a_file_is_laid_over(bucket, inbox, published):
    before = version_of(bucket)
    take(bucket, inbox, CHEAPER)
    rollback(bucket, BUCKET, before, "announced too soon", NOON + timedelta(hours=2))
    later = CHEAPER.replace("2027-01-01", "2027-06-01")
    take(bucket, inbox, later)
    assert table_of(bucket) == IncomingFile("garden.yaml", later).over(published)


def test_over_a_damaged_table_nothing_is_laid(bucket, inbox):
    bucket.put_object(Bucket=BUCKET, Key=version_key(version_of(bucket)), Body=b"damaged")
    with pytest.raises(CorruptTableError, match="the table in force is damaged"):
        inbox.take(drop(bucket, CHEAPER))

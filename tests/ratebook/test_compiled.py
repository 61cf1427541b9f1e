import hashlib
import json
from decimal import Decimal

import pytest

from publishing.authoring import load_files
from ratebook.compiled import VERSION, CorruptTableError, compile_table, read_compiled
from ratebook.sources import SNAPSHOT, read_snapshot


def test_the_deployed_snapshot_is_made_of_the_authored_files(table):
    assert SNAPSHOT.read_bytes() == compile_table(table).content, "run `make rates-compile`"
    assert read_snapshot().table == table


def test_compiling_again_gives_the_same_bytes(table):
    compiled = compile_table(table)
    assert compile_table(read_compiled(compiled.content).table).content == compiled.content


def test_the_version_is_the_newest_check_and_the_digest(core_table, edited_core):
    compiled = compile_table(core_table)
    assert VERSION.fullmatch(compiled.version)
    assert compiled.sha256 == hashlib.sha256(compiled.content).hexdigest()
    assert compiled.version == f"{compiled.checked_on}-{compiled.sha256[:8]}"
    later = compile_table(edited_core("policy.yaml", "checked_on: 2026-11-22", "checked_on: 2030-11-30"))
    assert later.version == f"2030-11-30-{later.sha256[:8]}"


def test_the_order_of_fields_in_a_file_does_not_change_the_version(core, core_table):
    text = core["policy.yaml"]
    start, end = text.index("  payback_limit_months:"), text.index("  rarely_helps_below_examples:")
    moved = text[:start] + text[end:] + text[start:end].replace("      value: 3\n", "") + "      value: 3\n"
    reordered = load_files(dict(reversed((core | {"policy.yaml": moved}).items())))
    assert list(reordered.policy.thresholds)[-1] == "payback_limit_months"
    assert compile_table(reordered).version == compile_table(core_table).version


@pytest.mark.parametrize("written", ["2.50", "2.500000", "+2.5"])
def test_how_a_number_is_written_does_not_change_the_version(edited_core, core_table, written):
    price = "usd_per_million_input_tokens: "
    same = edited_core("openai.yaml", f"{price}2.5\n", f"{price}{written}\n")
    assert compile_table(same).version == compile_table(core_table).version


@pytest.mark.parametrize("price", ["0.1", "2.675", "0.000000000001", "99999.999999999999", "0"])
def test_a_price_survives_exactly(edited_core, price):
    authored = edited_core(
        "openai.yaml", "usd_per_million_output_tokens: 10\n", f"usd_per_million_output_tokens: {price}\n"
    )
    for table in (authored, read_compiled(compile_table(authored).content).table):
        entry = table.providers["openai"].models["gpt-4o-2024-08-06"].base[1]
        assert entry.usd_per_million_output_tokens == Decimal(price)
    assert f'"usd_per_million_output_tokens":"{price}"' in compile_table(authored).content.decode()


def test_no_number_of_a_published_table_is_a_binary_float(table):
    def refuse(text):
        raise AssertionError(f"{text} is a float")

    json.loads(compile_table(table).content, parse_float=refuse)


def test_absent_prices_are_absent_and_not_null(table):
    assert b"null" not in compile_table(table).content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"null",
        b'{"schema_version": 2}',
        b"[" * 10_000,
        b'{"providers": {}, "self_hosted": {}, "policy": {}}',
    ],
)
def test_bytes_that_are_no_rate_table_are_corrupt(content):
    with pytest.raises(CorruptTableError, match="not a rate table of this schema"):
        read_compiled(content)


def test_bytes_that_are_not_those_of_the_digest_are_corrupt(table):
    compiled = compile_table(table)
    with pytest.raises(CorruptTableError, match="do not match their digest"):
        read_compiled(compiled.content.replace(b'"2.5"', b'"2.4"'), compiled.sha256)
    assert read_compiled(compiled.content, compiled.sha256).table == table

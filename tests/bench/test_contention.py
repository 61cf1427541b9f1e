"""The simulation of functions that are in each other's way: it repeats itself, and ends in what can be reckoned."""

import pytest

from bench.contention import Setting, simulate

ALONE = Setting(writers=1, shards=1, commit_seconds=(0.010, 0.010), preparing_seconds=0.040, seconds=10.0)


def test_the_same_seed_gives_the_same_figures_and_another_seed_others():
    setting = Setting(writers=20, shards=4, seconds=5.0)
    assert simulate(setting, seed=1) == simulate(setting, seed=1)
    assert simulate(setting, seed=1) != simulate(setting, seed=2)


def test_a_function_alone_is_never_in_the_way():
    figures = simulate(ALONE, seed=1)
    assert figures.conflicts_a_commit == figures.given_up_share == 0
    assert figures.records_a_second == pytest.approx(99 / 0.050, rel=0.01)


def test_one_row_in_one_shard_takes_no_more_than_one_commit_after_another():
    figures = simulate(Setting(writers=100, shards=1, commit_seconds=(0.010, 0.010), seconds=10.0), seed=1)
    assert figures.records_a_second <= 99 / 0.010 + 99 / 10.0
    assert figures.given_up_share > 0


def test_more_shards_have_fewer_conflicts_and_let_more_through():
    found = [simulate(Setting(writers=20, shards=shards, seconds=10.0), seed=1) for shards in (1, 4, 16, 64)]
    conflicts = [figures.conflicts_a_commit for figures in found]
    written = [figures.records_a_second for figures in found]
    assert conflicts == sorted(conflicts, reverse=True)
    assert written == sorted(written)


def test_transactions_of_different_rows_pass_each_other():
    one = simulate(Setting(writers=20, shards=1, seconds=10.0), seed=1)
    ten = simulate(Setting(writers=20, shards=1, rows=10, seconds=10.0), seed=1)
    assert ten.conflicts_a_commit < one.conflicts_a_commit


def test_a_transaction_that_needs_every_row_waits_for_all_that_have_one():
    some = simulate(Setting(writers=20, shards=1, rows=10, rows_of_a_transaction=1, seconds=10.0), seed=1)
    every = simulate(Setting(writers=20, shards=1, rows=10, rows_of_a_transaction=10, seconds=10.0), seed=1)
    assert every.records_a_second < some.records_a_second

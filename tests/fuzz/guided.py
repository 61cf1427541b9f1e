"""One target under Atheris, which looks for inputs that reach code no input reached before.

`python -m tests.fuzz.guided TARGET [libFuzzer's options]`, in the environment that `make fuzz` makes for it; the
options are those of https://llvm.org/docs/LibFuzzer.html, such as `-runs=100000`.
"""

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(
    include=["ratebook", "shorthand", "datasets", "spend", "inputs", "decisions", "handlers"]
):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.mutations import mutated
from tests.fuzz.running import HANG_SECONDS
from tests.fuzz.seeds import seeds

FOUND = Path(".payback") / "fuzz"


def main() -> None:
    """Fuzz one target. Ends the process: with 77 where an input was found with which it fails, which is kept."""
    target, options = TARGETS[sys.argv[1]], sys.argv[2:]
    own = seeds(target.name)
    FOUND.mkdir(parents=True, exist_ok=True)
    target.check(own[0])  # what is read from disk once is no hang of the first input

    def change(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        return mutated(data, own, random)[:most]

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(own):
            (Path(corpus) / f"seed-{number}").write_bytes(data)
        given = [
            f"-max_len={target.longest}",
            f"-timeout={HANG_SECONDS * 12:.0f}",  # by the clock, on a machine that may be busy
            f"-artifact_prefix={FOUND}/{target.name}-",
            "-print_final_stats=1",
            "-close_fd_mask=0",
        ]
        atheris.Setup([sys.argv[0], *given, *options, corpus], target.check, custom_mutator=change)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Ships bytecode: compiles what `sam build` has assembled, so that no function compiles its imports when it starts.

SAM ships sources alone, and dates them all alike, so that bytecode which goes by a file's time would never be used.
What is written here is used as it is: nobody edits what is deployed.

    python -m local.bytecode .aws-sam/build
"""

import compileall
import filecmp
import shutil
import sys
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode

UNCHECKED = PycInvalidationMode.UNCHECKED_HASH
"""Bytecode that is used as it is."""


def compile_build(build: Path) -> int:
    """Compile every function of a build; returns how many there are. Raises `SystemExit` where a file does not compile.

    Functions share most files: the first is compiled as a whole, and the others take over what is the same in it.
    """
    folders = sorted(each for each in build.iterdir() if (each / "handlers").is_dir())
    for first in folders[:1]:
        compile_folder(first)
    for folder in folders[1:]:
        for source in folder.rglob("*.py"):
            if not _taken_over(source, folders[0] / source.relative_to(folder)):
                _hold(compileall.compile_file(source, quiet=1, invalidation_mode=UNCHECKED), source)
    return len(folders)


def compile_folder(folder: Path) -> None:
    """Compile all that is in a function's folder. Raises `SystemExit` as `compile_build` does."""
    _hold(compileall.compile_dir(folder, maxlevels=20, workers=0, quiet=1, invalidation_mode=UNCHECKED), folder)


def _taken_over(source: Path, twin: Path) -> bool:
    """Whether the bytecode of a file that is the same was copied."""
    same = twin.is_file() and filecmp.cmp(twin, source, shallow=False)
    if same:
        target = Path(cache_from_source(str(source)))
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(cache_from_source(str(twin)), target)
    return same


def _hold(compiled: bool, what: Path) -> None:
    if not compiled:
        raise SystemExit(f"{what} does not compile, see above")


def main(arguments: list[str]) -> None:
    """Compile the build in a folder, and say what was done."""
    [build] = arguments
    count = compile_build(Path(build))
    if count == 0:
        raise SystemExit(f"{build} holds no function: run sam build first")
    print(f"bytecode for {count} functions in {build}")


if __name__ == "__main__":
    main(sys.argv[1:])

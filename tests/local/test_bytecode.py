"""What is shipped starts from its bytecode: every file has some, which is used whatever the files' times say."""

import os
import shutil
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from local.bytecode import compile_build, main


@pytest.fixture
def build(tmp_path):
    """Two functions that share a file, as SAM leaves them: without bytecode, all files of one time."""
    for name in ("ApiFunction", "SlackFunction"):
        folder = tmp_path / name
        (folder / "handlers").mkdir(parents=True)
        (folder / "library" / "inner").mkdir(parents=True)
        (folder / "handlers" / "api.py").write_text("VALUE = 'as built'\n")
        (folder / "library" / "inner" / "part.py").write_text(f"NAME = {name!r}\n")
        (folder / "library" / "data.json").write_text("{}")
    (tmp_path / "template.yaml").write_text("Resources: {}\n")
    for path in tmp_path.rglob("*"):
        os.utime(path, (315532800, 315532800))  # 1980
    return tmp_path


def _bytecode(source: Path) -> Path:
    return Path(cache_from_source(str(source)))


def _imported(folder, statement):
    done = subprocess.run(
        [sys.executable, "-c", statement],
        cwd=folder,
        env={"PYTHONPATH": "."},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_every_file_of_every_function_has_bytecode(build):
    assert compile_build(build) == 2
    sources = list(build.rglob("*.py"))
    assert len(sources) == 4
    assert all(_bytecode(source).is_file() for source in sources)


def test_each_function_has_the_bytecode_of_its_own_files(build):
    compile_build(build)
    for name in ("ApiFunction", "SlackFunction"):
        assert _imported(build / name, "import library.inner.part as part; print(part.NAME)") == name


def test_bytecode_is_used_whatever_the_times_of_the_files_say(build):
    compile_build(build)
    for name in ("ApiFunction", "SlackFunction"):
        source = build / name / "handlers" / "api.py"
        source.write_text("VALUE = 'compiled again'\n")  # so that it shows which of the two was read
        assert _imported(build / name, "import handlers.api; print(handlers.api.VALUE)") == "as built"


def test_a_file_that_does_not_compile_is_an_error(build, capsys):
    (build / "SlackFunction" / "library" / "inner" / "part.py").write_text("def\n")
    with pytest.raises(SystemExit, match=r"part\.py does not compile"):
        compile_build(build)
    assert "SyntaxError" in capsys.readouterr().out


def test_a_folder_without_functions_is_an_error(build):
    for name in ("ApiFunction", "SlackFunction"):
        shutil.rmtree(build / name)
    with pytest.raises(SystemExit, match="run sam build first"):
        main([str(build)])


def test_what_was_done_is_said(build, capsys):
    main([str(build)])
    assert capsys.readouterr().out == f"bytecode for 2 functions in {build}\n"

"""Does what the README says, in a copy of the project, in its order, and compares what is printed."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.readme import ROOT, Change, Command, blocks, steps

DOCKER = "make sam-invoke"
# As in a shell of one's own, also where these tests were started by make.
SHELL = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in a folder of their own, with the environment that is installed already."""
    # Else make would bring it up to date in the copy, through the link, and leave it with the copy's paths.
    subprocess.run(["make", "--silent", ".venv/.installed", "page"], cwd=ROOT, env=SHELL, check=True)
    folder = tmp_path_factory.mktemp("readme") / "payback"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for installed in (".tools", ".venv", ".node", "web/node_modules"):
        (folder / installed).symlink_to(ROOT / installed)
    return folder


@pytest.fixture(scope="module")
def port(copy: Path) -> Iterator[int]:
    """The port of a server that `make run` started in the copy; it must stop cleanly."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = int(free.getsockname()[1])
    process = subprocess.Popen(
        ["make", "run", f"PORT={number}"],
        cwd=copy,
        env=SHELL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if line.startswith("curl "):
            break
    else:
        pytest.fail(f"`make run` ended: {''.join(seen)}")
    yield number
    os.killpg(process.pid, signal.SIGINT)
    printed, _ = process.communicate(timeout=30)
    assert "Stopped." in printed


def test_every_command_prints_what_the_readme_shows(copy: Path, port: int) -> None:
    for step in steps():
        if isinstance(step, Change):
            step.apply(copy)
        elif not step.line.startswith(DOCKER):
            assert _run(step, copy, port) == 0


def test_make_run_and_make_test_are_targets() -> None:
    (block, *_rest) = blocks("")
    targets = re.findall(r"^make (\w+)", block, re.MULTILINE)
    assert targets == ["run", "test"]
    for target in targets:
        planned = subprocess.run(
            ["make", "-n", target], cwd=ROOT, env=SHELL, check=True, capture_output=True, text=True
        )
        assert "local.server" in planned.stdout or "pytest" in planned.stdout


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text())
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert links
    assert missing == []


def _run(command: Command, folder: Path, port: int) -> int:
    line = command.line.replace("localhost:8080", f"localhost:{port}")
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=SHELL,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert command.prints(done.stdout), f"$ {command.line}\nprinted\n{done.stdout}\nand not\n{command.output}"
    return done.returncode

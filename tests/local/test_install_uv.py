"""The first step of every `make` target, on machines that lack something."""

import os
import shutil
import subprocess

import pytest

from local.template import ROOT

# Stands for python3: has venv, pip, both or neither, and writes down what it was asked to install.
PYTHON3 = """\
#!/bin/sh
echo "$@" >> {log}
case "$*" in
    "-m venv "*) {venv} || exit 1
        mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip --version") {pip} ;;
    *"--require-hashes"*)
        mkdir -p {root}/.tools/bin && printf '#!/bin/sh\\n' > {root}/.tools/bin/uv && chmod +x {root}/.tools/bin/uv ;;
esac
"""


@pytest.fixture
def install(tmp_path):
    """Runs the script of a copied checkout with a python3 that has only what is said; gives its result and log."""
    root = tmp_path / "checkout"
    (root / "local").mkdir(parents=True)
    (root / "requirements").mkdir()
    shutil.copy(ROOT / "local" / "install-uv.sh", root / "local")
    (root / "requirements" / "uv.txt").write_text("uv==1\n")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "mkdir", "cp", "rm", "chmod"):
        (tools / name).symlink_to(shutil.which(name))
    log = tmp_path / "log"
    log.touch()

    def run(*, python3=True, venv=True, pip=True):
        if python3:
            has = {True: "true", False: "false"}
            (tools / "python3").write_text(PYTHON3.format(log=log, root=root, venv=has[venv], pip=has[pip]))
            (tools / "python3").chmod(0o755)
        done = subprocess.run(
            [root / "local" / "install-uv.sh"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
        )
        return done, log.read_text(), os.access(root / ".tools" / "bin" / "uv", os.X_OK)

    return run


def test_uv_is_installed_into_an_environment_of_its_own_with_its_hashes_checked(install):
    done, log, installed = install()
    assert (done.returncode, installed) == (0, True)
    assert "pip install --quiet --require-hashes -r" in log
    assert "--target" not in log


def test_without_venv_pip_puts_it_in_the_same_place(install):
    done, log, installed = install(venv=False)
    assert (done.returncode, installed) == (0, True)
    assert "--require-hashes --target" in log


def test_with_neither_it_says_what_to_install(install):
    done, _, installed = install(venv=False, pip=False)
    assert (done.returncode, installed) == (1, False)
    assert "apt-get install python3-venv" in done.stderr


def test_without_python_it_says_so(install):
    done, _, installed = install(python3=False)
    assert (done.returncode, installed) == (1, False)
    assert "python3 is missing" in done.stderr

"""What is kept with the code: no secret, and nothing that is installed without its hash."""

import json
import re
import subprocess

import pytest

from local.template import ROOT

SECRETS = {
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of Slack": r"\bxox[abprs]-[0-9]{6,}-",
    "a webhook of Slack": r"hooks\.slack\.com/services/T[0-9A-Z]{6,}/B[0-9A-Z]{6,}/\w{16,}",
    "a key of OpenAI": r"\bsk-(?:proj-)?[A-Za-z0-9]{32,}\b",
    "a key of Anthropic": r"\bsk-ant-[\w-]{24,}",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
    "a key of Google": r"\bAIza[\w-]{35}\b",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of API Gateway": r"(?i)x-api-key['\"]?\s*[:=]\s*['\"]?[A-Za-z0-9]{40}\b",
}


def _files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix != ".png":
            yield name, path.read_text(encoding="utf-8", errors="replace")


def test_no_secret_is_kept_with_the_code():
    files = dict(_files())
    assert len(files) > 500
    found = [(name, kind) for name, text in files.items() for kind, form in SECRETS.items() if re.search(form, text)]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a key of AWS", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("a token of Slack", "xoxb-" + "123456789012-1234567890123-abc"),
        ("a key of OpenAI", "sk-" + "a1" * 20),
        ("a key of API Gateway", "x-api-key: " + "a1b2c3d4" * 5),
    ],
)
def test_a_secret_would_be_found(kind, text):
    assert re.search(SECRETS[kind], text)


def test_the_pages_key_is_kept_for_the_tab_and_nowhere_else():
    page = "".join(path.read_text() for path in (ROOT / "web" / "src").rglob("*.ts"))
    assert "sessionStorage" in page
    assert not re.search(r"localStorage|document\.cookie|indexedDB|caches\.open", page)


def test_the_pages_packages_are_pinned_by_what_is_in_them_and_run_nothing_when_installed():
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    assert len(packages) > 10
    assert [name for name, each in packages.items() if name and not each["integrity"].startswith("sha512-")] == []
    assert "ignore-scripts=true" in (ROOT / "web" / ".npmrc").read_text().splitlines()


def test_every_environment_is_installed_by_hashes():
    makefile = (ROOT / "Makefile").read_text()
    assert re.findall(r"\$\(UV\) pip (?:sync|install) (?!.*--require-hashes).*", makefile) == []
    assert "npm ci" in makefile.replace("$(NPM) ci", "npm ci")

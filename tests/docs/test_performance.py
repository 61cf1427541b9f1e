"""docs/performance.md names every module of bench/ that measures, make bench runs each, and neither names another."""

import ast
import re

from tests.docs.readme import ROOT

PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def measuring() -> set[str]:
    """The modules of bench/ that are run, not only imported."""
    return {
        path.stem
        for path in (ROOT / "bench").glob("*.py")
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in ast.parse(path.read_text()).body)
    }


def test_the_page_names_every_measurement_and_no_other():
    assert set(re.findall(r"`bench\.(\w+)`", PAGE)) == measuring()


def test_make_bench_runs_every_measurement_and_no_other():
    [listed] = re.findall(r"^BENCHES := (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert set(listed.split()) == measuring()

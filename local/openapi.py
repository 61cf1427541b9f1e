"""Writes the generated documents, `docs/openapi.json` and `docs/rules.md`, or checks that they are fresh."""

import json
import sys
from pathlib import Path

from handlers.contract import openapi_document
from handlers.routes import described
from local.rules_page import rules_page

DOCUMENTS = Path("docs")


def documents() -> dict[Path, str]:
    """Every generated document and what it should hold."""
    contract = json.dumps(json.loads(openapi_document(*described())), indent=2, ensure_ascii=False, sort_keys=True)
    return {DOCUMENTS / "openapi.json": contract + "\n", DOCUMENTS / "rules.md": rules_page()}


def main() -> int:
    """Writes the documents; with `--check`, only says which are stale, and exits 1 where any is."""
    stale = [
        path for path, text in documents().items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path} is stale: run `make openapi`", file=sys.stderr)
        return 1 if stale else 0
    DOCUMENTS.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(documents()[path], encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

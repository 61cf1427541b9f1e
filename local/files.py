"""Files that are whole or not there, whatever ends the process that writes them."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Put a file in the place of what may be there, once all of it is on the disk. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # or the name may still be the old file's after a power cut
    finally:
        os.close(folder)

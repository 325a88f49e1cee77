"""A copy of the repository that a recipe may change, and the recipes as they are written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FENCE: Final = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
# What belongs to this run, and not to that of the copy.
LEFT_OUT: Final = ("COV_", "COVERAGE_", "DATABASE_", "PYTEST_")


def blocks_of(recipe: str) -> list[str]:
    """Return what a recipe of CONTRIBUTING.md tells to write, block by block, from the margin."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _before, _heading, rest = text.partition(f"\n## {recipe}\n")
    own, *_others = rest.split("\n## ")
    return [dedent(block) for block in FENCE.findall(own)]


class Scratch:
    """A copy of every file that the repository keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "copy"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                there = self.folder / name
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, there)
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)
        }
        self.environment |= {"VAR_DIR": str(folder / "var"), "PYTHONDONTWRITEBYTECODE": "1"}
        (folder / "var").mkdir()

    def insert(self, name: str, after: str, block: str, margin: int = 0) -> None:
        """Write a block of lines after the one place where some text stands."""
        self.replace(name, after, f"{after}{indent(block, ' ' * margin)}")

    def replace(self, name: str, old: str, new: str) -> None:
        """Write other text where some stands once, with the line endings of the file."""
        file = self.folder / name
        text = file.read_bytes().decode()
        ending = "\r\n" if "\r\n" in text else "\n"
        text = text.replace("\r\n", "\n")
        if text.count(old) != 1:
            raise AssertionError(f"{name} does not have this once: {old!r}")
        file.write_bytes(text.replace(old, new).replace("\n", ending).encode())

    def append(self, name: str, block: str) -> None:
        """Write a block of lines at the end of a file."""
        file = self.folder / name
        text = file.read_bytes().decode()
        ending = "\r\n" if "\r\n" in text else "\n"
        file.write_bytes((text + block.replace("\n", ending)).encode())

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def failures(self, *files: str) -> list[str]:
        """Run some tests of the copy; return the names of those that fail."""
        done = self.run("-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *files)
        failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
        return failed if failed or done.returncode == 0 else [done.stdout[-2000:] + done.stderr]

"""Find a program for the tests, or install Debian's package of it where we may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence


def installed(names: Sequence[str]) -> str | None:
    """Give the path of the first of these programs that runs."""
    for name in names:
        path = shutil.which(name)
        if path is None:
            continue
        # Ubuntu has browsers that only ask for a snap to be installed.
        answer = subprocess.run([path, "--version"], capture_output=True, check=False)
        if answer.returncode == 0:
            return path
    return None


def _install(package: str, what_to_install: str) -> None:
    """Install a package, saying what goes wrong on standard error."""
    apt = ["apt-get", "--quiet", "--quiet"]
    install = ["install", "--yes", "--no-install-recommends", package]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*apt, "update"], [*apt, *install]):
        # Standard output is for the path alone.
        finished = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
        if finished.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} failed. {what_to_install}")


def find_program(kind: str, names: Sequence[str], package: str) -> str:
    """Give the path of the first of `names` that runs, installing `package` if we may.

    `kind` names it in the sentence that says what to install, when there is none.
    """
    what_to_install = (
        f"No {kind} was found for the browser tests: put one of {', '.join(names)} on the PATH; "
        f"on Debian, run as root: apt-get install --yes {package}"
    )
    found = installed(names)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        _install(package, what_to_install)
        found = installed(names)
    if found is None:
        raise RuntimeError(what_to_install)
    return found


def print_path(find: Callable[[], str]) -> int:
    """Print the path of a program, or what to install; return the exit code."""
    try:
        path = find()
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0

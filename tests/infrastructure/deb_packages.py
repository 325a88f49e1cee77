"""Programs out of Debian's packages, unpacked into a folder: nothing is installed for it."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

FOLDERS: Final = ("usr/sbin", "usr/bin")
# Who is not root does not find them by the PATH.
SYSTEM: Final = ("/usr/sbin", "/usr/bin", "/bin")


def program_of(name: str, package: str, folder: Path) -> str:
    """Give the path of a program: the machine's own, or the one in Debian's package."""
    found = shutil.which(name) or shutil.which(name, path=":".join(SYSTEM))
    if found:
        return found
    told = _fetched(package, folder)
    for place in FOLDERS:
        if (folder / place / name).is_file():
            return str(folder / place / name)
    raise RuntimeError(
        f"{name} is needed to check the files in deploy/: on Debian, apt-get install {package}. "
        f"{told}"
    )


def _fetched(package: str, folder: Path) -> str:
    """Fetch a package and unpack it; return what went wrong, or nothing."""
    if shutil.which("apt-get") is None:
        return "There is no apt-get here."
    folder.mkdir(exist_ok=True)
    for command in (["apt-get", "download", package], ["apt-get", "--quiet", "update"]):
        fetched = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
        if fetched.returncode == 0 and any(folder.glob("*.deb")):
            break
    else:
        # The lists of packages were old or missing: they are new now.
        fetched = subprocess.run(
            ["apt-get", "download", package],
            cwd=folder,
            capture_output=True,
            check=False,
            text=True,
        )
    for file in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", file, folder], check=True)
    return fetched.stderr.strip()

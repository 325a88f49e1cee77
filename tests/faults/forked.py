"""`python -m tests.faults.forked`: load the application, fork twice, and print what each finds.

It runs on the database that the environment names. The first child takes a listing away; the second
asks for it, as a worker does that comes after a kill.
"""

import gc
import json
import os
import random
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import django

PAGE: Final = "/services/?region=rotherham"


def in_a_child(does: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Fork; return what the child found."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        with os.fdopen(writing, "w") as told:
            json.dump(does(), told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as heard:
        found: dict[str, Any] = json.load(heard)
    os.waitpid(pid, 0)
    return found


def open_databases() -> list[str]:
    """Return the files of databases that this process holds open."""
    files = [os.readlink(file) for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
    return [file for file in files if ".sqlite3" in file]


def counting_builds() -> list[int]:
    """Return a list that grows whenever the index is built, or read from its file."""
    current: Any = import_module("resources.search.current")
    built: list[int] = []
    build = current._build

    def counted(revision: int, *how: Any) -> Any:
        built.append(revision)
        return build(revision, *how)

    current._build = counted
    return built


def asked(path: str) -> int:
    from django.test import Client  # noqa: PLC0415  after the settings

    return int(Client(headers={"host": "127.0.0.1"}).get(path).status_code)


def chance() -> dict[str, Any]:
    return {"chance": [random.random(), os.urandom(4).hex()]}  # noqa: S311  whether it is the same


def take_away(built: list[int]) -> dict[str, Any]:
    """Ask for a list, then for a listing, and withdraw it."""
    from django.contrib.auth.models import User  # noqa: PLC0415  after the settings
    from django.utils import timezone  # noqa: PLC0415  Django reads the settings for it

    from resources.curation import workflow  # noqa: PLC0415  models need Django, which is set up by then
    from resources.models import Service  # noqa: PLC0415  it is a model

    status, before = asked(PAGE), len(built)
    service = Service.objects.published().order_by("pk")[0]
    page = f"/services/{service.code}/"
    shown = asked(page)
    actor = User.objects.create(username="forked", is_superuser=True)
    workflow.withdraw(service, actor, timezone.now(), "closed", in_danger=True)
    return {"status": status, "built": before, "page": page, "shown": shown, **chance()}


def ask_for_it(page: str, built: list[int]) -> dict[str, Any]:
    collector = {"after": gc.get_threshold(), "looks at": len(gc.get_objects())}
    told = {"status": asked(PAGE), "gone": asked(page), "built": len(built)}
    return {**told, "collector": collector, **chance()}


def main() -> None:
    django.setup(set_prefix=False)
    built = counting_builds()
    from directory.serving.preloading import preload  # noqa: PLC0415  after the settings

    preload()
    from directory.serving.application import application  # noqa: PLC0415  it is made of what was loaded

    parent = {
        "threads": len(os.listdir("/proc/self/task")),
        "open": open_databases(),
        "has loaded": type(application).__name__,
        "built": len(built),
    }
    first = in_a_child(lambda: take_away(built))
    second = in_a_child(lambda: ask_for_it(first["page"], built))
    sys.stdout.write(json.dumps({"parent": parent, "first": first, "second": second}) + "\n")


if __name__ == "__main__":
    main()

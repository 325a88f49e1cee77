"""The checks before the first visitor: commands run them by themselves, a server does not."""

import gc

import django
from django.core import checks


def mistakes() -> str:
    """Return what stands in the way of serving, each with its id and hint; "" where nothing does.

    Deployment's own warnings are for `check --deploy`.
    """
    # As in `ready`, which lets the collector of garbage look again: nearly all of it stays.
    gc.set_threshold(0)
    django.setup(set_prefix=False)
    return "\n".join(str(found) for found in checks.run_checks() if found.is_serious())

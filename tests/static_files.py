"""The headers of static files, made once in a process and not again for every test client.

Each client loads the middleware anew, and WhiteNoise then makes the headers of every file: half of
what a test that asks for one page would take.
"""

from collections.abc import Hashable
from typing import Any, Final

import pytest
from django.conf import settings
from whitenoise.base import WhiteNoise, scantree

PLAIN: Final = (str, int, bool, type(None))
Files = dict[str, Any]
_made: Final[dict[tuple[Hashable, ...], Files]] = {}


def make_once(patch: pytest.MonkeyPatch) -> None:
    """Let a middleware take the headers that another has made of the same files and settings."""
    make = WhiteNoise.update_files_dictionary

    def take(self: WhiteNoise, root: str, prefix: str) -> None:
        own = sorted((name, one) for name, one in vars(self).items() if isinstance(one, PLAIN))
        given = (self.add_headers_function, vars(self).get("immutable_file_test"))
        files = sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in scantree(root))
        # A hashed name is known by the storage: its list of names is among the files.
        key = (type(self), root, prefix, *own, *given, *self.media_types.types_map.items())
        key += (repr(settings.STORAGES), settings.STATIC_URL, *files)
        if key not in _made:
            others, self.files = self.files, {}
            make(self, root, prefix)
            _made[key], self.files = self.files, others
        self.files.update(_made[key])

    patch.setattr(WhiteNoise, "update_files_dictionary", take)

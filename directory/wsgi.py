"""The entry point for the server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")

application = get_wsgi_application()

# Only now can models be loaded.
from resources.facets import make_ready  # noqa: E402

make_ready()

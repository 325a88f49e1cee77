"""Django, made ready: everything built that the first visitor needs."""

from importlib import import_module

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from directory.serving.rehearsing import rehearse


def ready() -> WSGIHandler:
    """Return Django's application, warm."""
    handler = get_wsgi_application()
    # Only now can models be loaded.
    with import_module("directory.replica").reading():
        import_module("resources.search").warm_up()
    import_module("directory.outage").kept_page.renew()
    if import_module("resources.search").built_revision() is not None:
        rehearse(handler)
    return handler

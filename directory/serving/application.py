"""`directory.serving.application:application` is what granian loads."""

import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
# Whoever waits for a lock in a page is told after this time, and has the text still.
os.environ.setdefault("DATABASE_WAIT_SECONDS", "2")

# Settings are read from here on.
django_app = import_module("directory.serving.django_app").ready()
application = import_module("directory.serving.asking").Application(django_app)

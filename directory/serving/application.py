"""`directory.serving.application:application` is what granian loads."""

import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")

# Settings are read from here on.
django_app = import_module("directory.serving.django_app").ready()
application = import_module("directory.serving.asking").Application(django_app)

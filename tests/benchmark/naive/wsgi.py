"""What a WSGI server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmark.naive.settings"
application = get_wsgi_application()

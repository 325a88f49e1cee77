"""`python -m tests.benchmark.engine`: measures one engine, on the database of the environment.

Run by `python -m tests.benchmark`, which makes the database and the environment. Models can be
imported only once Django is set up, so the rest is imported here.
"""

import sys
from importlib import import_module

import django

django.setup()
import_module("tests.benchmark.measuring").main(sys.argv[1:])

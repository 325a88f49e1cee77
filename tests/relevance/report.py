"""`python -m tests.relevance.report`: the tables, on the database of the environment.

Run by `python -m tests.relevance`. Models can be imported only once Django is set up.
"""

import sys
from importlib import import_module

import django

django.setup()
import_module("tests.relevance.printing").main(sys.argv[1:])

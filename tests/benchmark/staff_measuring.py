"""Measuring what the pages of the staff cost, on the database that the environment names."""

import logging
import sys
from statistics import median
from time import perf_counter, process_time

from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.test.utils import setup_test_environment

from tests.benchmark.asking import counting
from tests.benchmark.staff_rows import fill
from tests.second_factor import sign_in_with_factor
from tests.staff.walking import StaffPage, last_page, pages, the_staff

OK = 200


def figures(services: int, requests: int) -> dict[str, list[float]]:
    """Fill the database, and return queries, processor seconds and seconds of each page."""
    logging.disable(logging.WARNING)
    setup_test_environment()
    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    made = fill(services)
    user_logged_in.connect(sign_in_with_factor)
    found = {}
    for page in [*pages(made, the_staff())]:
        for one in (page, last_page(page)):
            if one and one.client.get(one.address).status_code == OK:
                found[one.name] = _cost(one, requests)
        sys.stderr.write(".")
        sys.stderr.flush()
    return found


def _cost(page: StaffPage, requests: int) -> list[float]:
    # Now and then a request also notes that the session is in use: the fewer queries count.
    queries = []
    for _ in range(2):
        with counting() as asked:
            page.client.get(page.address)
        queries.append(asked.count)
    processor, wall = [], []
    for _ in range(requests):
        worked, began = process_time(), perf_counter()
        page.client.get(page.address)
        wall.append(perf_counter() - began)
        processor.append(process_time() - worked)
    return [min(queries), median(processor), median(wall)]

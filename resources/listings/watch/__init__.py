"""The watch: looks at providers' public pages, and opens a task where one has changed.

`manage.py watch` alone starts it. It never edits a listing, and no request of anybody calls it.
"""

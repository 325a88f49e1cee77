"""The same directory as an average developer writes it: what the product is measured against.

Django, DRF and django-filter by their tutorials, on the tables of the product. It asks the database
for each page and keeps nothing.
"""

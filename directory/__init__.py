"""The project: it wires the parts together and protects the people who use them.

It knows no word of the domain; the domain is `resources`, which never imports this package.
"""

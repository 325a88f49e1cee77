"""The listings file: its shape, the plan of what loading it would do, and the loading itself.

resources/data/README.md describes the file. `reading.read` finds what is wrong with it by line and
field; `plan.plan` says what would be created, changed, left or refused; `apply.apply` does it in
one transaction. Nothing is imported here: a server that shows pages reads no file of listings.
"""

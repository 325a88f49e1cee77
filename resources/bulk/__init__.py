"""The whole directory in single files, for whoever copies all of it at once.

`formats` says what stands in each file, `snapshots` writes and signs them, `views` gives them out.
(docs/adr/0041-bulk-and-signed-snapshots.md)
"""

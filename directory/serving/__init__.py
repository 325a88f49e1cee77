"""Serving: what stands between the network and Django, so that nobody can hold a thread.

`directory.serving.application:application` is what the server loads.
"""

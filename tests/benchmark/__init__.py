"""How fast the search is with many listings: `make benchmark`.

The listings are invented, from a seed. All of it lies among the tests, outside every app, so that
no management command can ever load invented services into a real directory: people would ring them.
Numbers are those that Ofcom keeps for drama, addresses are under example.org.
"""

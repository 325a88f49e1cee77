"""What the tests need around them: a database, a browser and two checkers.

None of it imports Django, so that each part can also be run by itself.
"""

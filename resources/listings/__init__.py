"""The listings file: its shape, the plan of what loading it would do, and the loading itself.

resources/data/README.md describes the file. `read` finds what is wrong with it by line and field;
`plan` says what would be created, changed, left or refused; `apply` does it in one transaction.
"""

from resources.listings.apply import apply
from resources.listings.plan import Plan, Step, plan
from resources.listings.reading import BadRow, Reading, read

__all__ = ["BadRow", "Plan", "Reading", "Step", "apply", "plan", "read"]

"""From a file of researched services to the shipped listings. No part of the site uses this.

`convert.py` is run by hand, with the paths of both files, when there is newer research; what it
writes is `resources/data/listings.jsonl`. Ids, codes and slugs that were given once stay.
"""

"""Open Referral feeds of others, in front of the plan and the applying of listings.

`fetch_feed` and `read_path` find the records, `plan_feed` cleans them and says what each would do,
`report` tells it. What is new is a draft, no street of theirs is kept, and nothing is guessed.
"""

from resources.listings.openreferral.feeds import Feed, FeedError, Limits, Record
from resources.listings.openreferral.files import read_path
from resources.listings.openreferral.network import fetch_feed
from resources.listings.openreferral.planning import FeedPlan, plan_feed
from resources.listings.openreferral.telling import report

__all__ = [
    "Feed",
    "FeedError",
    "FeedPlan",
    "Limits",
    "Record",
    "fetch_feed",
    "plan_feed",
    "read_path",
    "report",
]

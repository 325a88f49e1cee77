"""The public listings as Open Referral UK (HSDS-UK 3.0), for programs (docs/adr/0042)."""

"""The feed of Open Referral UK, held to the standard's own schemas.

`hsds_uk_3_0/` holds those, under the licence that stands beside them. Human Services Data
Specification UK: an Open Referral UK resource (https://openreferraluk.org/).
"""

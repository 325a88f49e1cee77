"""The domain: support services, how to reach them, whom they serve and how we know."""

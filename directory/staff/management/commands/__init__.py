"""Commands: inviting people, and what replaces Django's way to make a superuser."""

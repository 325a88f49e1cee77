"""The door of the staff area: signing in, second factors, sessions, and who may do what."""

"""Changes to what the public sees: the people who may make each, and how a value is redacted."""

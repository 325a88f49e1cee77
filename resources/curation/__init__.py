"""Changes of what the public sees: who may make which, and how a value is taken out for good."""

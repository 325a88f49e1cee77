"""The pages: what a person reads, in which order, and what no page ever says."""

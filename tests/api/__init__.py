"""The API: the same answers as the pages, for programs, and nothing that pages do not say."""

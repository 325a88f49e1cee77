"""What a person's browser does with the pages."""

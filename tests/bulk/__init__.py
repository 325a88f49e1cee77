"""The whole directory in single files, and what signs them."""

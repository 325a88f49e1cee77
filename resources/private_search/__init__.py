"""A search by form: read from the body, and encrypted into the address of its answer."""

"""A desk for two people: pages in two languages over one small database."""

"""Questions to quotes."""

"""The local model server: finding, fetching and running it, its models, and the words they write."""

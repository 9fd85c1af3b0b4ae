"""The folder that holds everything of one user: the catalogue, the originals, the conversations."""

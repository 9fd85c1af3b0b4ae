"""Transcripts to passages, vectors and words, and the job that does it."""

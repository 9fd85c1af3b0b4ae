"""Bytes to transcripts: decoding, one parser a family of formats, what a file says about itself."""

"""Verbatim: exact quotes and cited answers from your own session transcripts, on your own computer."""

"""Quotes to a written answer by a local language model, with citations made by code."""

"""Measuring the search."""

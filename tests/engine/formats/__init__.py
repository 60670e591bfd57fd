"""Tests of the formats, one file for each container; the laws of all stand above."""

"""A coverage-guided fuzzer for each format. What it finds becomes a test of that format."""

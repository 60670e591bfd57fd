"""How many files a second, beside bots as they are usually written: `python -m tests.load`."""

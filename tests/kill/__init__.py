"""Kill it, flood it, take its database away: nothing may be lost, next to nothing sent twice.

`python -m tests.kill` runs the whole matrix; a small part of it is a test.
"""

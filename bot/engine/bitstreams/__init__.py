"""What of a coded picture draws, and what a coder only left a note in.

Nothing is decoded: these rooms know where units of code begin and end, and what they are for.
"""

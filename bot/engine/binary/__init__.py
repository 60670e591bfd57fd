"""Reading and writing bytes, below every format: no part of it knows a container.

cursor ranges    bounds-checked reading, and runs of a file's bytes
deflate lzw      compressed streams, and where they end
text             bytes as text
plain_text       readable text where coded data should be
"""

"""Copies that keep a part of what a file tells, because somebody wants it.

blocks    where JPEG, PNG and WebP carry an Exif block
credit    a clean copy that names its maker
location  the file as it was, without its place
"""

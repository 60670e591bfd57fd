"""ISO base media boxes, which HEIF, AVIF, JPEG XL, films and Canon's CR3 are made of.

boxes    boxes parsed and made, and brands
uuids    boxes that a UUID names: XMP, C2PA, spherical video
"""

"""Metadata blocks: what each tells, in whichever container it stands.

exif makernotes xmp iptc icc c2pa   blocks with a specification, or a maker's own
vendors                             blocks and trailers that one maker writes outside Exif
prompts ai                          what generators write of themselves
gainmap                             the numbers of an HDR gain map
trailer                             bytes behind the end of a picture
precision                           how fine a coordinate is written
"""

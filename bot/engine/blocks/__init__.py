"""Metadata blocks: what each tells, in whichever container it stands.

ifd              directories of a TIFF stream, which Exif and maker notes are made of
exif makernotes  the camera's own block, and each maker's notes in it
xmp iptc         descriptions: XMP packets; IPTC-IIM, and Photoshop's image resources around it
icc c2pa         colour profiles, content credentials
ai               what generators write of themselves, and the prompts they leave
vendors          blocks and trailers that one maker writes outside Exif
gain_map*        the numbers of an HDR gain map
coordinates      how fine a coordinate is written
trailer          bytes behind the end of a picture
"""

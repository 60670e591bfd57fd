"""Coded pictures: which units of their bitstreams a decoder needs, and which are metadata.

Nothing is decoded: units are found by their headers and distinguished by their types.

nal start_codes obu    H.264 and H.265; MPEG-2 and MPEG-4; AV1
decoder_config         the settings that a decoder gets before the first picture
"""

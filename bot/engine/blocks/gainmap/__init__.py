"""The numbers of an HDR gain map: how much brighter a bright screen may show a picture.

iso     ISO 21496-1: in HEIF, JPEG XL and JPEG alike
adobe   Adobe's and Google's (Ultra HDR), in XMP
apple   Apple's, in XMP
packet  the XMP packet that holds nothing else

Each takes the numbers it finds and writes them anew: no word of a file passes.
"""

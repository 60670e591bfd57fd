"""Blocks that one maker puts into files of every kind, outside of Exif: one module each.

Reading never raises, and costs no more than the block is long.
"""

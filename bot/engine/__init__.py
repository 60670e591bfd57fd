"""The engine: bytes in, values out. It knows no disk, no clock, no network, no language.

A photo goes in at `plan`; its clean copy comes out as spans; `check` reads the copy again.
"""

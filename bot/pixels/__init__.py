"""What needs Pillow: pictures decoded, compared and drawn, in a child of the sandbox.

decoding    open a picture, or the first picture of a film, with limits
thumbnails  does a thumbnail show what its picture does?
redraw      a copy that is only pixels
card        the report card
maps        the card's map
text        lines of text in fonts that the package brings along
sample      a photo that gives away what phones write down
"""

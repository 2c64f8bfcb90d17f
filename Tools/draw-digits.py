#!/usr/bin/env python3
"""Draws the digit pictures that ship with cnns: digit-0.png to digit-9.png, 28x28, white strokes on black.

    python3 Tools/draw-digits.py Sources/CAssets/Files

Needs Pillow. Each digit is a few strokes through the points below, drawn with a round pen, averaged down and centered on its mass, as the
pictures of MNIST are.
"""

import pathlib
import sys

from PIL import Image, ImageChops, ImageDraw

SIDE = 28
SUPERSAMPLING = 16
PEN = 2.3  # pixels

# Points (x, y) in a box of 20 by 20, y downward; a curve goes through all the points of a stroke.
STROKES = {
    0: [[(11.5, 1), (6, 3.5), (3.5, 10), (6, 17), (10.5, 19), (15, 15.5), (16.5, 9), (14.5, 3), (11, 1), (9.5, 2)]],
    1: [[(11.8, 1), (11, 7), (10, 13), (9.2, 19)]],
    2: [
        [(4.5, 5), (6, 2.2), (10, 1), (14, 2.5), (14.5, 6), (11.5, 11), (7.5, 15), (4.5, 18)],
        [(4.5, 18), (8, 17.2), (12, 18.2), (16.5, 17.8)],
    ],
    3: [
        [(5, 3), (9, 1), (13.5, 2.5), (13.5, 6), (10.5, 8.8), (8.5, 9.2)],
        [(8.5, 9.2), (12.5, 9.8), (15.2, 13), (13.5, 17), (9, 19), (4.2, 17.5)],
    ],
    4: [[(5.5, 2), (4.5, 6), (4.2, 10), (8, 11), (12, 10.6), (15.5, 9.8)], [(15.2, 1.5), (14.2, 7), (13.2, 13), (12.4, 19)]],
    5: [
        [(15.5, 1.5), (11.5, 1.8), (7.5, 1.8)],
        [(7.5, 1.8), (6.6, 5), (6, 8.6)],
        [(6, 8.6), (10, 7.8), (14, 10), (14.5, 14), (11.5, 18), (7.5, 19), (4, 17)],
    ],
    6: [[(13.5, 1), (9, 4), (6, 9), (5, 14), (7, 18.3), (11, 19), (14.2, 16), (13.5, 12.2), (10, 11), (6.8, 13), (5.4, 15.5)]],
    7: [[(4, 3.2), (8, 2.6), (12, 2.4), (15.5, 2.2)], [(15.5, 2.2), (13.5, 7), (11.2, 13), (9.4, 19)]],
    8: [
        [(14.2, 3.6), (10.8, 1), (7, 2.2), (6.2, 5.6), (9.5, 9), (13.2, 12.4), (13.4, 16.4), (10, 19), (6.2, 17.4), (6, 13.6), (9.6, 9.6),
         (13.6, 6.4), (14.2, 3.6)]
    ],
    9: [[(14.2, 5), (11.5, 1.6), (7.5, 2.2), (5.2, 6), (6.8, 9.8), (10.8, 9.4), (13.8, 6), (14.2, 4.4)],
        [(14.2, 4.4), (13.8, 9), (12.6, 14), (11.4, 19)]],
}


def curve(points, steps=24):
    """A Catmull-Rom spline through the points, as a list of points."""
    padded = [points[0], *points, points[-1]]
    result = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:]):
        for step in range(steps):
            t = step / steps
            result.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(before, start, end, after)
                )
            )
    return [*result, points[-1]]


def drawn(strokes):
    """The strokes at the fine scale, white on black."""
    picture = Image.new("L", (SIDE * SUPERSAMPLING,) * 2)
    pen = ImageDraw.Draw(picture)
    radius = PEN / 2 * SUPERSAMPLING
    for stroke in strokes:
        for x, y in curve(stroke, steps=60):
            column, row = ((value + 4) * SUPERSAMPLING for value in (x, y))
            pen.ellipse((column - radius, row - radius, column + radius, row + radius), fill=255)
    return picture


def centered(picture):
    """The picture shifted so that its center of mass is in the middle."""
    side = picture.width
    column_sums = list(picture.resize((side, 1), Image.Resampling.BOX).getdata())
    row_sums = list(picture.resize((1, side), Image.Resampling.BOX).getdata())
    x, y = (sum(i * value for i, value in enumerate(sums)) / sum(sums) for sums in (column_sums, row_sums))
    return ImageChops.offset(picture, round(side / 2 - x), round(side / 2 - y))


def main():
    folder = pathlib.Path(sys.argv[1])
    for digit, strokes in STROKES.items():
        picture = centered(drawn(strokes)).resize((SIDE, SIDE), Image.Resampling.BOX)
        picture.save(folder / f"digit-{digit}.png", optimize=True)


if __name__ == "__main__":
    main()

"""Makes the JPEG files and the resampling goldens that ImagingTests reads.

    pip install numpy pillow==11.3.0
    python3 make_image_fixtures.py

The pictures are drawn by formulas, which the tests repeat.
"""
import io
import pathlib
import zlib

import numpy
from PIL import Image

folder = pathlib.Path(__file__).parent


def drawn(height, width, channels):
    """The picture that `Image.drawn` of the tests draws."""
    row, column, channel = numpy.meshgrid(*map(numpy.arange, (height, width, channels)), indexing="ij")
    samples = row * row * 7 + column * 31 + row * column * channel * 3 + channel * 101 + (column * column * 5 >> 2)
    return (samples & 255).astype(numpy.uint8)


def picture(height, width, channels):
    samples = drawn(height, width, channels)
    return Image.fromarray(samples[..., 0] if channels == 1 else samples)


def checksum(image):
    return f"{zlib.crc32(numpy.asarray(image).tobytes()):08x}"


filters = {"nearest": 0, "box": 4, "bilinear": 2, "bicubic": 3, "lanczos": 1}
sizes = [
    (37, 53, 16, 20), (37, 53, 80, 101), (5, 7, 5, 30), (9, 4, 31, 4), (1, 1, 8, 8), (64, 64, 63, 65), (100, 3, 7, 1),
    (30, 45, 64, 96), (75, 113, 64, 96), (13, 17, 1, 1), (2, 200, 3, 19),
]
with open(folder / "resampling.txt", "w") as goldens:
    for height, width, new_height, new_width in sizes:
        for name, number in filters.items():
            sums = [
                checksum(picture(height, width, channels).resize((new_width, new_height), number)) for channels in (1, 3, 4)
            ]
            print(height, width, new_height, new_width, name, *sums, file=goldens)


def prepared(image, short_side, size, number):
    """What torchvision's Resize and CenterCrop do."""
    width, height = image.size
    if width <= height:
        new_width, new_height = short_side, int(short_side * height / width)
    else:
        new_width, new_height = int(short_side * width / height), short_side
    image = image.resize((new_width, new_height), number)
    top, left = int(round((new_height - size) / 2.0)), int(round((new_width - size) / 2.0))
    return image.crop((left, top, left + size, top + size))


with open(folder / "preprocessing.txt", "w") as goldens:
    for height, width, short_side, size in [(45, 61, 32, 28), (61, 45, 32, 28), (40, 40, 33, 28), (90, 47, 37, 32), (20, 91, 29, 24)]:
        for name in ("bilinear", "bicubic"):
            image = prepared(picture(height, width, 3), short_side, size, filters[name])
            print(height, width, short_side, size, name, checksum(image), file=goldens)


def quadrants(mode, colors):
    """24x16 pixels: four flat quadrants, top left first."""
    image = Image.new(mode, (16, 24))
    for index, color in enumerate(colors):
        image.paste(color, (index % 2 * 8, index // 2 * 12, index % 2 * 8 + 8, index // 2 * 12 + 12))
    return image


colors = [(200, 40, 40), (40, 180, 60), (50, 70, 210), (230, 220, 90)]
quadrants("RGB", colors).save(folder / "good/quadrants.jpg", quality=95, subsampling=0)
quadrants("RGB", colors).save(folder / "good/progressive.jpg", quality=95, subsampling=0, progressive=True)
quadrants("L", [20, 90, 160, 240]).save(folder / "good/gray.jpg", quality=95)
quadrants("CMYK", [(0, 0, 0, 0)] * 4).save(folder / "bad/cmyk.jpg")

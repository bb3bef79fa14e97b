# SPDX-License-Identifier: Apache-2.0
"""Files of features, of any size, the same at every run.

One rectangle holds ten features, whatever the number of the others. They lie as
close together there as a million features do on the whole earth.
"""

import random
import struct

HITS = 10
LOW, HIGH = (300_000_000, 200_000_000), (308_000_000, 208_100_000)
EARTH = (-900_000_000, -1_800_000_000), (900_000_000, 1_800_000_000)
# This one is in the rectangle, and in each file.
KNOWN, KNOWN_NAME = (304_000_000, 204_000_000), 'Feature0'


def places(count):
    """As many of them; the first ones are those in the rectangle."""
    source = random.Random(count).random
    yield KNOWN
    for number in range(1, count):
        low, high = (LOW, HIGH) if number < HITS else EARTH
        while True:
            place = tuple(a + int(source() * (b - a))
                          for a, b in zip(low, high))
            if number < HITS or not inside(place):
                break
        yield place


def inside(place):
    return all(a <= x <= b for a, x, b in zip(LOW, place, HIGH))


def write(path, count):
    with open(path, 'w', encoding='utf-8') as file:
        file.write('[')
        for number, (latitude, longitude) in enumerate(places(count)):
            comma = ',' if number else ''
            file.write(f'{comma}\n{{"location": {{"latitude": {latitude}, '
                       f'"longitude": {longitude}}}, '
                       f'"name": "Feature{number}"}}')
        file.write('\n]\n')


def _varint(value):
    """A number as protobuf has it; negative ones have 64 bits."""
    value &= (1 << 64) - 1
    groups = []
    while True:
        groups.append(value & 0x7f)
        value >>= 7
        if not value:
            return bytes([group | 0x80 for group in groups[:-1]] + groups[-1:])


def _bytes(field, value):
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def point(place):
    """A message Point, with no coordinate that is zero."""
    return b''.join(_varint(field << 3) + _varint(value)
                    for field, value in enumerate(place, 1))


def feature(name, place):
    return _bytes(1, name.encode()) + _bytes(2, point(place))


def rectangle(low, high):
    return _bytes(1, point(low)) + _bytes(2, point(high))


def summary(points, features):
    """A RouteSummary of so long a way that the field cannot hold more."""
    return b''.join(_varint(field << 3) + _varint(value) for field, value
                    in enumerate([points, features, (1 << 31) - 1], 1))


def framed(*messages):
    """Messages as a gRPC stream has them."""
    return b''.join(struct.pack('>BI', 0, len(message)) + message
                    for message in messages)

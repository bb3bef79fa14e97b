# SPDX-License-Identifier: Apache-2.0
"""Makes route_guide_db.json out of the tz database's zone table.

    python3 examples/route_guide/make_route_guide_db.py \\
        > examples/route_guide/route_guide_db.json

The table names a city for each time zone, with its coordinates, and a second
one the countries. Both are in the public domain (https://www.iana.org/
time-zones), and in Debian's package tzdata.
"""

import argparse
import json
import pathlib
import re

# Places that the database knows and that have no name: such features are part
# of the tutorial. The poles, point Nemo, and where the meridians meet the
# equator.
NAMELESS = [(900000000, 0), (-900000000, 0), (-488766667, -1233933333), (0, 0),
            (0, 1800000000)]


def e7(sign, degrees, minutes, seconds):
    """Degrees times 10,000,000, rounded."""
    parts = int(degrees) * 3600 + int(minutes) * 60 + int(seconds or 0)
    return int(sign + '1') * round(parts * 10_000_000 / 3600)


def location(iso6709):
    """Of +4230+00131 or +513030-0000731: degrees, minutes and seconds."""
    latitude, longitude = re.fullmatch(
        r'([+-]\d{4}|[+-]\d{6})([+-]\d{5}|[+-]\d{7})', iso6709).groups()
    return (e7(*re.fullmatch(r'(.)(\d\d)(\d\d)(\d\d)?', latitude).groups()),
            e7(*re.fullmatch(r'(.)(\d{3})(\d\d)(\d\d)?', longitude).groups()))


def rows(table):
    """The columns of each line that is not a comment."""
    for line in table.read_text(encoding='utf-8').splitlines():
        if not line.startswith('#'):
            yield line.split('\t')


def features(zones, countries):
    country = dict(rows(countries))
    for code, iso6709, zone, *_ in rows(zones):
        city = zone.rpartition('/')[2].replace('_', ' ')
        yield *location(iso6709), f'{city}, {country[code]}'
    for place in NAMELESS:
        yield *place, ''


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    zoneinfo = pathlib.Path('/usr/share/zoneinfo')
    parser.add_argument('--zones', type=pathlib.Path,
                        default=zoneinfo / 'zone.tab')
    parser.add_argument('--countries', type=pathlib.Path,
                        default=zoneinfo / 'iso3166.tab')
    options = parser.parse_args()

    # A feature a line, so that a change is one line of a diff.
    print('[', ',\n'.join(
        '  ' + json.dumps({'location': {'latitude': latitude,
                                        'longitude': longitude},
                           'name': name}, ensure_ascii=False)
        for latitude, longitude, name in features(options.zones,
                                                  options.countries)),
          ']', sep='\n')


if __name__ == '__main__':
    main()

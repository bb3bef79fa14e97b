# SPDX-License-Identifier: Apache-2.0
"""The RouteGuide's data, and the script that makes it.

    python3 tests/programs/route_guide_db_test.py
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / 'examples/route_guide'

ZONES = """\
# A comment
AD\t+4230+00131\tEurope/Andorra
AR\t-3436-05827\tAmerica/Argentina/Buenos_Aires\tBuenos Aires (BA, CF)
AX\t+6006+01957\tEurope/Mariehamn
US\t+404251-0740023\tAmerica/New_York\tEastern (most areas)
"""
COUNTRIES = """\
# Another
AD\tAndorra
AR\tArgentina
AX\tÅland Islands
US\tUnited States
"""
FEATURES = [(425000000, 15166667, 'Andorra, Andorra'),
            (-346000000, -584500000, 'Buenos Aires, Argentina'),
            (601000000, 199500000, 'Mariehamn, Åland Islands'),
            (407141667, -740063889, 'New York, United States')]


class RouteGuideDbTest(unittest.TestCase):

    def test_the_script_makes_features_of_zones(self):
        with tempfile.TemporaryDirectory() as folder:
            zones = pathlib.Path(folder) / 'zones'
            zones.write_text(ZONES, encoding='utf-8')
            countries = pathlib.Path(folder) / 'countries'
            countries.write_text(COUNTRIES, encoding='utf-8')
            out = subprocess.run(
                [sys.executable, '-X', 'utf8',
                 FOLDER / 'make_route_guide_db.py', f'--zones={zones}',
                 f'--countries={countries}'],
                check=True, capture_output=True, encoding='utf-8').stdout
        features = self.features(out)
        self.assertEqual(features[:len(FEATURES)], FEATURES)
        self.assertEqual({name for *_, name in features[len(FEATURES):]}, {''})
        self.assertGreater(len(features), len(FEATURES))

    def test_the_data_has_hundreds_of_named_places_and_some_without(self):
        features = self.features((FOLDER / 'route_guide_db.json').read_text(
            encoding='utf-8'))
        named = [name for *_, name in features if name]
        self.assertGreaterEqual(len(named), 300)
        self.assertEqual(len(named), len(set(named)))
        self.assertLess(len(named), len(features))
        self.assertEqual(len({place[:2] for place in features}), len(features))
        for latitude, longitude, _ in features:
            self.assertLessEqual(abs(latitude), 900000000)
            self.assertLessEqual(abs(longitude), 1800000000)

    def features(self, text):
        return [(feature['location']['latitude'],
                 feature['location']['longitude'], feature['name'])
                for feature in json.loads(text)]


if __name__ == '__main__':
    unittest.main()

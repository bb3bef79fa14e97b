# SPDX-License-Identifier: Apache-2.0
"""What the configure step says when something is missing.

    python3 tests/programs/configure_test.py
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ['CMakeLists.txt', 'CMakePresets.json', 'cmake', 'examples', 'protos',
         'tests']


class ConfigureTest(unittest.TestCase):

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.tree = pathlib.Path(folder) / 'tree'
        self.tree.mkdir()
        for part in PARTS:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, self.tree / part)

    def configure(self, *options, **environment):
        return subprocess.run(
            [shutil.which('cmake'), '--preset', 'release', *options],
            cwd=self.tree, env=os.environ | environment, text=True,
            capture_output=True, check=False)

    def assert_stops(self, result, text):
        self.assertNotEqual(result.returncode, 0)
        # CMake breaks lines where it likes.
        self.assertIn(text, ' '.join(result.stderr.split()))
        self.assertEqual(result.stderr.count('CMake Error'), 1)

    def test_an_example_without_a_test_stops_it(self):
        (self.tree / 'tests' / 'hello_unary_test.cc').unlink()
        for testing in 'ON', 'OFF':
            with self.subTest(BUILD_TESTING=testing):
                self.assert_stops(
                    self.configure(f'-DBUILD_TESTING={testing}'),
                    'The example hello_unary has no test. '
                    'Write tests/hello_unary_test.cc')

    def test_a_missing_library_is_named_by_its_package(self):
        for library, package in [('Protobuf', 'libprotobuf-dev'),
                                 ('absl', 'libabsl-dev'),
                                 ('gRPC', 'libgrpc++-dev'),
                                 ('nlohmann_json', 'nlohmann-json3-dev'),
                                 ('OpenSSL', 'libssl-dev'),
                                 ('GTest', 'libgtest-dev'),
                                 ('Python3', 'python3')]:
            with self.subTest(library):
                result = self.configure(
                    f'-DCMAKE_DISABLE_FIND_PACKAGE_{library}=ON', '--fresh')
                self.assert_stops(result, 'Not found on this machine: ')
                self.assertRegex(' '.join(result.stderr.split()),
                                 rf'machine: [^:]*{re.escape(package)}')

    def test_the_examples_need_nothing_that_only_tests_need(self):
        result = self.configure('-DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON',
                                '-DCMAKE_DISABLE_FIND_PACKAGE_Python3=ON',
                                '-DBUILD_TESTING=OFF')
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_missing_compiler_is_named_by_its_package(self):
        self.assert_stops(self.configure(CXX='/no/such/compiler'),
                          'Not found on this machine: g++')

    def test_a_missing_build_tool_is_named_by_its_package(self):
        self.assert_stops(self.configure(PATH='/nowhere'),
                          'Not found on this machine: ninja-build')

    def test_each_package_that_is_asked_for_is_in_the_list(self):
        listed = set(re.findall(r'^(?:build|test) +(\S+)',
                                (ROOT / 'cmake/packages.txt').read_text(),
                                re.MULTILINE))
        asked = set(re.findall(
            r'(?:APPEND missing|stop_if_missing\() ?([a-z][^)]*)\)',
            (ROOT / 'cmake/Dependencies.cmake').read_text() +
            (ROOT / 'CMakeLists.txt').read_text()))
        self.assertGreater(len(asked), 8)
        self.assertLessEqual(asked, listed)


if __name__ == '__main__':
    unittest.main()

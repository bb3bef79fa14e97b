# SPDX-License-Identifier: Apache-2.0
"""Runs the suite's programs as a person would, and looks at all they do.

    python3 tests/programs/programs_test.py --bin build/dev/bin [TEST...]

The tests are in the files *_cases.py, and are named in the form
ConversationTest.test_a_sentence. Other arguments are those of unittest.
"""

import argparse
import pathlib
import signal
import sys
import unittest

from client_cases import ClientTest
from cln_cases import ClnTest
from command_line_cases import CommandLineTest
from conversation_cases import ConversationTest
from feature_cases import FeatureTest
from lnd_cases import LndTest
from programs import Program
from server_cases import ServerTest

__all__ = ['ClientTest', 'ClnTest', 'CommandLineTest', 'ConversationTest',
           'FeatureTest', 'LndTest', 'ServerTest']


def main():
    parser = argparse.ArgumentParser(description=__doc__, add_help=False)
    parser.add_argument('--bin', required=True, type=pathlib.Path)
    options, rest = parser.parse_known_args()
    Program.folder = options.bin.resolve(strict=True)
    # As with Ctrl-C, no program is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == '__main__':
    main()

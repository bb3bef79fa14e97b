# SPDX-License-Identifier: Apache-2.0
"""What programs make of their arguments. Run by programs_test.py."""

import re

from programs import CLIENTS, FLAGS, TestCase


class CommandLineTest(TestCase):

    def test_help_lists_the_flags_and_their_defaults(self):
        for name, flags in FLAGS.items():
            with self.subTest(name):
                status, out, err = self.program(name, '--help').finish()
                self.assertEqual((status, err), (0, ''))
                self.assertRegex(out, rf'\A{name}: .+\.\n\n')
                self.assertEqual(
                    re.findall(r'^ +(--\S+) +\S', out, re.MULTILINE), flags)

    def test_an_unknown_flag_is_named(self):
        self.assert_refused(FLAGS, '--nonsense', 'nonsense')

    def test_an_argument_that_is_no_flag_is_named(self):
        self.assert_refused(FLAGS, 'nonsense', 'nonsense')

    def test_a_time_below_zero_is_named(self):
        self.assert_refused(CLIENTS, '--timeout=-1s', "'-1s'.* 'timeout'")

    def test_an_interval_below_zero_is_named(self):
        self.assert_refused(['hello_server'], '--interval=-1s',
                            "'-1s'.* 'interval'")

    def assert_refused(self, names, argument, mention):
        for name in names:
            with self.subTest(name):
                self.assert_fails(self.program(name, argument).finish(),
                                  f'.*{mention}')

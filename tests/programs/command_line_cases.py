# SPDX-License-Identifier: Apache-2.0
"""What programs make of their arguments. Run by programs_test.py."""

import re

from programs import CLIENTS, FLAGS, ROOT, TestCase


class CommandLineTest(TestCase):

    def test_every_program_is_known_here_and_in_the_table_of_the_readme(self):
        programs = {path.name.removesuffix('_main.cc')
                    for path in ROOT.glob('examples/**/*_main.cc')}
        rows = re.findall(r'^\|(?: [^|`]+ \|)? \[`(\w+)`\]',
                          (ROOT / 'README.md').read_text(), re.MULTILINE)
        self.assertEqual(programs, set(FLAGS))
        self.assertEqual(programs, set(rows))

    def test_help_lists_the_flags_and_their_defaults(self):
        for name, flags in FLAGS.items():
            with self.subTest(name):
                status, out, err = self.program(name, '--help').finish()
                self.assertEqual((status, err), (0, ''))
                self.assertRegex(out, rf'\A{name}: .+\.\n\n')
                lines = re.findall(r'^ +--.*', out, re.MULTILINE)
                self.assertEqual(len(lines), len(flags))
                for line, flag in zip(lines, flags):
                    self.assertRegex(line, rf'\A +{re.escape(flag)} +\w.*\Z')

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

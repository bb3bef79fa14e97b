# SPDX-License-Identifier: Apache-2.0
"""Programs that tell a story: in one process, and in two terminals.

Run by programs_test.py.
"""

import re
import signal
import tempfile

from programs import FEATURES, ROOT, TestCase

# Those whose server has a port.
SERVERS = [name for name in FEATURES if name != 'unix_socket']


class FeatureTest(TestCase):

    def test_a_story_comes_out_as_wanted_and_the_same_each_time(self):
        for name in FEATURES:
            with self.subTest(name):
                first = self.program(name).finish()
                self.assertEqual((first.status, first.err), (0, ''), first.out)
                self.assertEqual(self.program(name).finish(), first)
                self.assertRegex(first.out, r'\A1\. ')

    def test_a_story_can_be_told_in_two_terminals_again_and_again(self):
        for name in SERVERS:
            with self.subTest(name):
                server = self.server(name)
                first = self.call(name, server)
                self.assertEqual((first.status, first.err), (0, ''), first.out)
                self.assertEqual(self.call(name, server), first)
                result = server.stop()
                self.assertEqual((result.status, result.err), (0, ''))

    def test_a_call_where_nobody_serves_fails_in_one_line(self):
        # wait_for_ready waits a minute for somebody who does.
        for name in set(SERVERS) - {'wait_for_ready'}:
            with self.subTest(name):
                server = self.server(name)
                self.assertEqual(server.stop().status, 0)
                self.assert_fails(self.call(name, server),
                                  'FAILED_PRECONDITION: step ', out=None)

    def test_either_signal_ends_an_idle_server(self):
        for name in SERVERS:
            for number in signal.SIGTERM, signal.SIGINT:
                with self.subTest(name, signal=number.name):
                    server = self.server(name)
                    start = f'Server started, listening on {server.address}\n'
                    self.assertEqual(server.stop(number), (0, start, ''))

    def test_a_second_server_does_not_get_the_address_of_the_first(self):
        for name in SERVERS:
            with self.subTest(name):
                first = self.server(name)
                second = self.program(name, '--serve',
                                      f'--listen={first.address}')
                self.assert_fails(second.finish(),
                                  rf'UNAVAILABLE: .*{first.address}\b')

    def test_one_cannot_serve_and_call_at_once(self):
        for name in FEATURES:
            with self.subTest(name):
                self.assert_fails(
                    self.program(name, '--serve', '--call').finish(),
                    'INVALID_ARGUMENT: flags --serve and --call: ')

    def test_an_address_that_is_none_is_named(self):
        for name in SERVERS:
            with self.subTest(name):
                server = self.program(name, '--serve', '--listen=nonsense')
                self.assert_fails(server.finish(),
                                  ".*'nonsense'.* flag 'listen'")

    def test_each_story_is_found_by_the_question_that_its_page_answers(self):
        questions = {}
        for name in FEATURES:
            page = ROOT / 'examples/features' / name / 'README.md'
            title = page.read_text(encoding='utf-8').partition('\n')[0]
            questions[name] = re.fullmatch(r'# .+: (.+)', title)[1]
        for index in 'README.md', 'examples/README.md':
            rows = re.findall(r'^\| (.+?) \| \[`(\w+)`\]\(.*/(\w+)/README.md\)',
                              (ROOT / index).read_text(encoding='utf-8'),
                              re.MULTILINE)
            with self.subTest(index):
                self.assertEqual({name: question for question, name, folder
                                  in rows if name == folder}, questions)

    def test_a_unix_socket_serves_one_server_at_a_time(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        flag = f'--socket={folder}/s'
        for number in signal.SIGTERM, signal.SIGINT, signal.SIGKILL:
            with self.subTest(signal=number.name):
                server = self.program('unix_socket', '--serve', flag)
                server.wait_for_line(rf'Server .*, listening on unix:{folder}/s')
                second = self.program('unix_socket', '--serve', flag)
                self.assert_fails(second.finish(), 'UNAVAILABLE: .*/s: ')
                for _ in range(2):
                    result = self.program('unix_socket', '--call', flag).finish()
                    self.assertEqual((result.status, result.err), (0, ''))
                server.signal(number)
                result = server.wait()
                killed = number == signal.SIGKILL
                self.assertEqual((result.status, result.err),
                                 (-number if killed else 0, ''))
        self.assert_fails(
            self.program('unix_socket', '--call', flag).finish(),
            'FAILED_PRECONDITION: step 1, client: UNAVAILABLE', out=None)

    def call(self, name, server):
        return self.program(name, '--call',
                            f'--target={server.address}').finish()

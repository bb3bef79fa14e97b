# SPDX-License-Identifier: Apache-2.0
"""How clients fail, and how they say so. Run by programs_test.py."""

import signal
import socket

from programs import CLIENTS, INPUTS, STARS, TestCase


class ClientTest(TestCase):

    def test_without_a_server_each_client_says_unavailable(self):
        # Bound but not listening: the port is nobody else's meanwhile.
        with socket.socket() as nobody:
            nobody.bind(('127.0.0.1', 0))
            target = '127.0.0.1:{}'.format(nobody.getsockname()[1])
            for name in CLIENTS:
                with self.subTest(name):
                    client = self.program(name, f'--target={target}')
                    self.assert_fails(client.finish(INPUTS.get(name, '')),
                                      'UNAVAILABLE: ')

    def test_a_call_that_may_take_no_time_exceeds_its_deadline(self):
        client = self.client('greeter_client', self.server('greeter_server'),
                             '--timeout=0s')
        self.assert_fails(client.finish(), 'DEADLINE_EXCEEDED: SayHello: ')

    def test_a_full_disk_is_a_failure(self):
        greeter = self.server('greeter_server')
        hello = self.server('hello_server', '--interval=10ms')
        for name in CLIENTS:
            with self.subTest(name), open('/dev/full', 'wb') as full:
                server = greeter if name.startswith('greeter') else hello
                client = self.client(name, server, stdout=full)
                self.assert_fails(client.finish(INPUTS.get(name, '')),
                                  'DATA_LOSS: .*standard output')

    def test_a_name_that_is_not_utf_8_ends_the_chat(self):
        client = self.client('hello_bidi_streaming',
                             self.server('hello_server'))
        self.assert_fails(client.finish(b'ok\n\xff\n'),
                          'INVALID_ARGUMENT: line 2 ',
                          STARS + 'message: "Hello ok"\n\n')

    def test_the_death_of_the_server_ends_a_stream_of_replies(self):
        server = self.server('hello_server', '--interval=1h')
        client = self.client('hello_server_streaming', server)
        client.wait_for_line('message: "Hello World 1"')
        server.stop(signal.SIGKILL)
        self.assert_fails(client.wait(), 'UNAVAILABLE: parrotHello: ',
                          STARS + 'message: "Hello World 1"\n\n')

    def test_the_death_of_the_server_ends_a_chat_at_the_next_name(self):
        server = self.server('hello_server')
        client = self.client('hello_bidi_streaming', server)
        client.write('you\n')
        client.wait_for_line('message: "Hello you"')
        server.stop(signal.SIGKILL)
        client.write('late\n')
        self.assert_fails(client.wait(), 'UNAVAILABLE: biHello: ',
                          STARS + 'message: "Hello you"\n\n')

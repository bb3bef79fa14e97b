# SPDX-License-Identifier: Apache-2.0
"""How servers begin and end. Run by programs_test.py."""

import signal
import time

import process
from programs import CLIENTS, SERVERS, TestCase


class ServerTest(TestCase):

    def test_port_0_gets_a_real_port_which_is_printed(self):
        for name in SERVERS:
            with self.subTest(name):
                port = int(self.server(name).address.rpartition(':')[2])
                self.assertIn(port, range(1, 65536))

    def test_a_second_server_does_not_get_the_address_of_the_first(self):
        for name in SERVERS:
            with self.subTest(name):
                first = self.server(name)
                second = self.program(name, f'--listen={first.address}')
                self.assert_fails(
                    second.finish(), rf'UNAVAILABLE: .*{first.address}\b')
                self.assert_serves(first)

    def test_an_address_that_is_none_is_named(self):
        for address in 'nonsense', 'localhost:99999', ':1', '::1:5':
            for name in SERVERS:
                with self.subTest(name, address=address):
                    server = self.program(name, f'--listen={address}')
                    self.assert_fails(server.finish(),
                                      rf".*'{address}'.* flag 'listen'")

    def test_either_signal_ends_an_idle_server(self):
        for name in SERVERS:
            for number in signal.SIGTERM, signal.SIGINT:
                with self.subTest(name, signal=number.name):
                    server = self.server(name)
                    start = f'Server started, listening on {server.address}\n'
                    self.assertEqual(server.stop(number), (0, start, ''))

    def test_a_server_ends_after_the_replies_that_it_still_owes(self):
        server, client = self.open_stream('1s')
        server.signal(signal.SIGTERM)
        status, out, err = client.wait()
        self.assertEqual((status, err), (0, ''))
        self.assertEqual(out.count('message: "Hello World '), 3)
        self.assertEqual(server.wait().status, 0)

    def test_a_server_ends_although_a_client_keeps_a_stream_open(self):
        server = self.server('hello_server')
        client = self.client('hello_bidi_streaming', server)
        client.write('you\n')
        client.wait_for_line('message: "Hello you"')
        self.assertEqual(server.stop().status, 0)
        client.write('late\n')
        self.assert_fails(client.wait(), '[A-Z_]+: biHello: ', client.out)

    def test_a_second_ctrl_c_ends_a_server_at_once(self):
        server, client = self.open_stream('1h')
        server.signal(signal.SIGINT)
        self.await_refusal(server)
        self.assertEqual(server.stop(signal.SIGINT).status, -signal.SIGINT)
        self.assert_fails(client.wait(), 'UNAVAILABLE: parrotHello: ',
                          client.out)

    def test_a_server_outlives_whoever_reads_what_it_prints(self):
        reader = self.enterContext(process.Process(['head', '-n', '1']))
        server = self.program('hello_server', '--listen=localhost:0',
                              stdout=reader.stdin)
        server.address = reader.wait_for_line('Server started, .* (.*)')[1]
        self.assertEqual(reader.finish().status, 0)
        self.assert_serves(server)
        self.assert_serves(server)
        server.signal(signal.SIGTERM)
        self.assert_fails(server.wait(), 'DATA_LOSS: ')

    def open_stream(self, interval):
        """A server and its client, which has one of three replies."""
        server = self.server('hello_server', f'--interval={interval}')
        client = self.client('hello_server_streaming', server)
        client.wait_for_line('message: "Hello World 1"')
        return server, client

    def await_refusal(self, server):
        """Returns when the server takes no more calls."""
        deadline = time.monotonic() + process.TIMEOUT
        while time.monotonic() < deadline:
            result = self.client('hello_unary', server).finish()
            if result.status != 0:
                self.assert_fails(result, 'UNAVAILABLE: ')
                return
        self.fail('the server still takes calls')

    def assert_serves(self, server):
        example = server.name.partition('_')[0]
        client = next(name for name in CLIENTS if name.startswith(example))
        status, _, err = self.client(client, server).finish()
        self.assertEqual((status, err), (0, ''))

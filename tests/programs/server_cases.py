# SPDX-License-Identifier: Apache-2.0
"""How servers begin and end. Run by programs_test.py."""

import signal
import tempfile
import time

import process
from programs import CLIENTS, SERVERS, TestCase, service_of

GUIDES = [name for name in SERVERS if name.startswith('route_guide_')]


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

    def test_a_guide_ends_although_streams_are_open(self):
        for name in GUIDES:
            with self.subTest(name):
                server = self.server(name)
                chat = self.client('route_chat', server)
                chat.write('one\ntwo\n')
                chat.wait_for_line('48.8667, 2.3333: one')
                route = self.client('record_route', server)
                route.write('Paris, France\n')
                self.assertEqual(server.stop(signal.SIGINT).status, 0)
                chat.write('late\n')
                self.assert_fails(chat.finish(), '[A-Z_]+: RouteChat: ',
                                  chat.out)
                route.write('Paris, France\n')
                self.assert_fails(route.finish(), '[A-Z_]+: RecordRoute: ')

    def test_a_guide_outlives_clients_that_are_killed(self):
        for name in GUIDES:
            with self.subTest(name):
                server = self.server(name)
                for _ in range(3):
                    chat = self.client('route_chat', server)
                    chat.write('one\ntwo\n')
                    chat.wait_for_line('48.8667, 2.3333: one')
                    route = self.client('record_route', server)
                    route.write('Paris, France\n')
                    for client in chat, route:
                        client.signal(signal.SIGKILL)
                        client.wait()
                self.assert_serves(server)
                self.assertEqual(server.stop().status, 0)

    def test_a_guide_does_not_start_with_features_that_are_wrong(self):
        feature = '{"location": {"latitude": %s, "longitude": 2}, "name": "N"}'
        for text, line in [
                ('oops', r'.*line 1, column 1\b'),
                (f'[{feature % 1},', r'.*line 1, column \d+'),
                (f'[{feature % 1}, {feature % 900000001}]',
                 r'\[1\]\.location\.latitude 900000001: wanted ')]:
            with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
                file.write(text)
                file.flush()
                for name in GUIDES:
                    with self.subTest(name, text=text):
                        server = self.program(name, '--listen=localhost:0',
                                              f'--db_path={file.name}')
                        self.assert_fails(
                            server.finish(),
                            f'INVALID_ARGUMENT: {file.name}: {line}')

    def test_a_guide_may_have_no_features(self):
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            file.write('[]')
            file.flush()
            for name in GUIDES:
                with self.subTest(name):
                    server = self.server(name, f'--db_path={file.name}')
                    client = self.client('get_feature', server)
                    self.assertEqual(client.finish(),
                                     (0, '48.8667, 2.3333: nothing\n', ''))

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
        client = next(name for name in CLIENTS
                      if service_of(name) == service_of(server.name))
        status, _, err = self.client(client, server).finish()
        self.assertEqual((status, err), (0, ''))

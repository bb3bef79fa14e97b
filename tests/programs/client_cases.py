# SPDX-License-Identifier: Apache-2.0
"""How clients fail, and how they say so. Run by programs_test.py."""

import signal
import socket

from programs import (
    CLIENTS, INPUTS, STARS, TestCase, server_for, service_of)


class ClientTest(TestCase):

    def test_without_a_server_each_client_says_unavailable(self):
        # Bound but not listening: the port is nobody else's meanwhile.
        with socket.socket() as nobody:
            nobody.bind(('127.0.0.1', 0))
            target = '127.0.0.1:{}'.format(nobody.getsockname()[1])
            for name in CLIENTS:
                with self.subTest(name):
                    client = self.program(name, f'--target={target}')
                    result = client.finish(INPUTS.get(name, ''))
                    # The tour says what it is going to ask.
                    tour = name.startswith('route_guide_')
                    self.assert_fails(
                        result, 'UNAVAILABLE: ',
                        'GetFeature: what is there?\n' if tour else '')

    def test_a_call_that_may_take_no_time_exceeds_its_deadline(self):
        client = self.client('greeter_client', self.server('greeter_server'),
                             '--timeout=0s')
        self.assert_fails(client.finish(), 'DEADLINE_EXCEEDED: SayHello: ')

    def test_a_full_disk_is_a_failure(self):
        servers = {'greeter_server': self.server('greeter_server'),
                   'hello_server': self.server('hello_server',
                                               '--interval=10ms'),
                   'route_guide_server': self.server('route_guide_server')}
        for name in CLIENTS:
            with self.subTest(name), open('/dev/full', 'wb') as full:
                client = self.client(name, servers[server_for(name)],
                                     stdout=full)
                self.assert_fails(client.finish(INPUTS.get(name, '')),
                                  'DATA_LOSS: .*standard output')

    def test_a_name_that_is_not_utf_8_ends_the_chat(self):
        client = self.client('hello_bidi_streaming',
                             self.server('hello_server'))
        self.assert_fails(client.finish(b'ok\n\xff\n'),
                          'INVALID_ARGUMENT: line 2 ',
                          STARS + 'message: "Hello ok"\n\n')

    def test_a_note_that_is_not_utf_8_ends_the_chat_after_those_before(self):
        client = self.client('route_chat', self.server('route_guide_server'))
        self.assert_fails(client.finish(b'one\ntwo\n\xff\n'),
                          'INVALID_ARGUMENT: line 3 ',
                          '48.8667, 2.3333: one\n')

    def test_a_place_that_is_none_is_named(self):
        server = self.server('route_guide_server')
        for name, flag in [('get_feature', '--at'), ('list_features', '--from'),
                           ('list_features', '--to'), ('route_chat', '--at')]:
            with self.subTest(name, flag=flag):
                client = self.client(name, server, f'{flag}=Nowhere')
                self.assert_fails(client.finish(),
                                  "INVALID_ARGUMENT: place 'Nowhere': wanted ")
        self.assert_fails(
            self.client('record_route', server).finish('Rome, Italy\nNo\n'),
            "INVALID_ARGUMENT: line 2: place 'No': wanted ")

    def test_a_place_off_the_earth_is_named(self):
        server = self.server('route_guide_server')
        for name, flag, field in [
                ('get_feature', '--at', 'longitude'),
                ('list_features', '--from', 'lo.longitude'),
                ('list_features', '--to', 'hi.longitude'),
                ('route_chat', '--at', 'location.longitude')]:
            with self.subTest(name, flag=flag):
                client = self.client(name, server, f'{flag}=0,1800000001')
                self.assert_fails(
                    client.finish(INPUTS.get(name, '')),
                    rf'INVALID_ARGUMENT: \w+: {field} 1800000001: wanted ')

    def test_features_that_cannot_be_read_are_named(self):
        for name in CLIENTS:
            if service_of(name) != 'route_guide':
                continue
            with self.subTest(name):
                client = self.program(name, '--db_path=/no/such')
                self.assert_fails(client.finish(), 'NOT_FOUND: /no/such: ')

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

    def test_the_death_of_the_server_ends_a_chat_at_the_next_note(self):
        server = self.server('route_guide_server')
        client = self.client('route_chat', server)
        client.write('one\ntwo\n')
        client.wait_for_line('48.8667, 2.3333: one')
        server.stop(signal.SIGKILL)
        client.write('late\n')
        self.assert_fails(client.finish(), 'UNAVAILABLE: RouteChat: ',
                          '48.8667, 2.3333: one\n')

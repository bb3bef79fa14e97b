# SPDX-License-Identifier: Apache-2.0
"""The suite's programs, and what the tests of them have in common."""

import os
import pathlib
import signal
import unittest

from process import Process

# As CMake has it, where it is part of a default: with symbolic links.
ROOT = pathlib.Path(__file__).absolute().parents[2]

DB_PATH = f'--db_path={ROOT}/examples/route_guide/route_guide_db.json'

# Each program's flags and their defaults, in the order of --help.
FLAGS = {
    'greeter_server': ['--listen=localhost:50051'],
    'greeter_callback_server': ['--listen=localhost:50051'],
    'greeter_coroutine_server': ['--listen=localhost:50051'],
    'greeter_async_server': ['--listen=localhost:50051'],
    'hello_server': ['--interval=2s', '--listen=localhost:3001'],
    'greeter_client': [
        '--name=you', '--target=localhost:50051', '--timeout=5s'],
    'greeter_callback_client': [
        '--name=you', '--target=localhost:50051', '--timeout=5s'],
    'greeter_coroutine_client': [
        '--name=you', '--target=localhost:50051', '--timeout=5s'],
    'greeter_async_client': [
        '--name=you', '--target=localhost:50051', '--timeout=5s'],
    'hello_unary': ['--greeting=Hello', '--name=World',
                    '--target=localhost:3001', '--timeout=5s'],
    'hello_server_streaming': ['--greeting=Hello', '--name=World',
                               '--target=localhost:3001', '--timeout=30s'],
    'hello_client_streaming': ['--target=localhost:3001', '--timeout=inf'],
    'hello_bidi_streaming': ['--target=localhost:3001', '--timeout=inf'],
    'hello_client': ['--stream_timeout=30s', '--target=localhost:3001',
                     '--timeout=5s'],
    'route_guide_server': [
        DB_PATH, '--listen=localhost:50051', '--max_notes=100000'],
    'route_guide_callback_server': [
        DB_PATH, '--listen=localhost:50051', '--max_notes=100000'],
    'route_guide_coroutine_server': [
        DB_PATH, '--listen=localhost:50051', '--max_notes=100000'],
    'route_guide_async_server': [
        DB_PATH, '--listen=localhost:50051', '--max_notes=100000'],
    'route_guide_client': [
        DB_PATH, '--target=localhost:50051', '--timeout=5s'],
    'route_guide_callback_client': [
        DB_PATH, '--target=localhost:50051', '--timeout=5s'],
    'route_guide_coroutine_client': [
        DB_PATH, '--target=localhost:50051', '--timeout=5s'],
    'route_guide_async_client': [
        DB_PATH, '--target=localhost:50051', '--timeout=5s'],
    'get_feature': ['--at=Paris, France', DB_PATH,
                    '--target=localhost:50051', '--timeout=5s'],
    'list_features': [DB_PATH, '--from=Paris, France',
                      '--target=localhost:50051', '--timeout=30s',
                      '--to=Berlin, Germany'],
    'record_route': [DB_PATH, '--target=localhost:50051', '--timeout=inf'],
    'route_chat': ['--at=Paris, France', DB_PATH,
                   '--target=localhost:50051', '--timeout=inf'],
}
SERVERS = [name for name in FLAGS if name.endswith('_server')]
CLIENTS = [name for name in FLAGS if name not in SERVERS]

# Programs that tell a story, each with a server and a client in it.
FEATURES = sorted(path.name.removesuffix('_main.cc')
                  for path in ROOT.glob('examples/features/*/*_main.cc'))
FLAGS |= {name: ['--call=false', '--listen=localhost:50051', '--serve=false',
                 '--target=localhost:50051'] for name in FEATURES}
FLAGS['async_styles'].append('--times=false')
FLAGS['unix_socket'] = [
    '--call=false', '--serve=false',
    f'--socket=/tmp/grpc_by_example_{os.getuid()}/greeter.sock']

# Those for real nodes, whose tests are their own.
FLAGS |= {
    'cln_grpc_server': [
        '--domain=', '--grpc_host=127.0.0.1', '--grpc_port=9736',
        '--lightning_dir=~/.lightning/bitcoin', '--proto=',
        '--rpc_file=lightning-rpc'],
    'cln_client': [
        '--cert_dir=.', '--json=false', '--proto=', '--server_name=cln',
        '--target=localhost:9736', '--timeout=30s', '--wait_timeout=inf'],
    'lnd_client': [
        '--add_index=0', '--amt=100', '--count=0', '--dest=', '--expiry=0',
        '--fee_limit=10', '--interval=2s', '--macaroon=', '--memo=',
        '--network=mainnet', '--no_macaroon=false', '--payment_timeout=1m',
        '--settle_index=0', '--target=localhost:10009', '--timeout=10s',
        '--tls_cert=~/.lnd/tls.cert', '--value=0'],
}

# What a client reads before it prints something.
INPUTS = {'hello_client_streaming': 'you\n', 'hello_bidi_streaming': 'you\n',
          'hello_client': '1\n', 'record_route': 'Paris, France\n',
          'route_chat': 'one\ntwo\n'}


def service_of(name):
    """What a server serves and a client calls."""
    first = name.partition('_')[0]
    return first if first in ('greeter', 'hello') else 'route_guide'


def server_for(client):
    return service_of(client) + '_server'


STARS = '*' * 20 + '\n'


class Program(Process):
    """A program of the suite, by its name."""

    folder = None  # Where they are built. Set it first.

    def __init__(self, name, *flags, **options):
        super().__init__([self.folder / name, *flags], **options)


class Server(Program):
    """A server on a free port, whose `address` it is."""

    def __init__(self, name, *flags):
        if name in FEATURES:
            flags = '--serve', *flags
        super().__init__(name, '--listen=localhost:0', *flags)
        try:
            self.address = self.wait_for_line(
                r'Server started, listening on (localhost:[1-9]\d*)')[1]
        except BaseException:
            self._reap()
            raise

    def stop(self, number=signal.SIGTERM):
        self.signal(number)
        return self.wait()


class TestCase(unittest.TestCase):
    """A test of programs, all of which are gone when it ends."""

    def server(self, name, *flags):
        return self.enterContext(Server(name, *flags))

    def program(self, name, *flags, **options):
        return self.enterContext(Program(name, *flags, **options))

    def client(self, name, server, *flags, **options):
        return self.program(name, f'--target={server.address}', *flags,
                            **options)

    def assert_fails(self, result, line, out=''):
        """One line on standard error, which matches, and status 1.

        With out=None, anything may have been printed before.
        """
        self.assertRegex(result.err, r'\A[^\n]*\n\Z')
        self.assertRegex(result.err, rf'\A{line}')
        self.assertEqual(result.status, 1)
        if out is not None:
            self.assertEqual(result.out, out)

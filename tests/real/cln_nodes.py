# SPDX-License-Identifier: Apache-2.0
"""lightningd on regtest, who serves gRPC for it, and how to ask these."""

import json
import pathlib
import shutil
import signal
import tempfile

import nodes

import programs

NO_CHAIN = pathlib.Path(__file__).with_name('no_chain.py').resolve()

# What the plugin registers itself for, when lightningd starts it.
FEATURES = 'init', 'node', 'channel', 'invoice'


class Lightningd(nodes.Node):
    """A node that is all alone: no peers, and a chain of one block.

    `rpc_file` is its socket.
    """

    def __init__(self, folder):
        self.rpc_file = folder / 'regtest/lightning-rpc'
        # Its own cln-grpc would take the port of another node's.
        super().__init__(
            folder, 'lightningd', f'--lightning-dir={folder}',
            '--network=regtest', '--alias=VERIFY', '--offline',
            '--disable-plugin=bcli', f'--plugin={NO_CHAIN}',
            '--disable-plugin=cln-grpc', '--disable-plugin=clnrest')
        self.find('.*Server started with public key.*')


class FakeLightningd(nodes.Node):
    """The suite's own stand-in, for where there is no lightningd."""

    def __init__(self, folder):
        self.rpc_file = folder / 'lightning-rpc'
        super().__init__(folder, programs.Program.folder / 'fake_lightningd',
                         f'--rpc_file={self.rpc_file}')
        self.find('Server started, .*')


def start_node(folder):
    """A lightningd, or the stand-in."""
    if shutil.which('lightningd'):
        return Lightningd(folder)
    nodes.progress('lightningd is not on the PATH: taking fake_lightningd')
    return FakeLightningd(folder)


class Plugin(nodes.Node):
    """cln-grpc for the node at `rpc_file`, started as lightningd starts it.

    In its folder, where it makes its certificates. It is told all else on its
    standard input. `address` is where it serves gRPC.
    """

    def __init__(self, folder, rpc_file):
        super().__init__(folder, 'cln-grpc')
        port = nodes.free_port()
        self.address = f'localhost:{port}'
        self._ask('getmanifest', {'allow-deprecated-apis': False})
        self.find('.*"grpc-port".*')
        self._ask('init', {
            'options': {'grpc-port': port, 'grpc-host': '127.0.0.1',
                        'grpc-msg-buffer-size': 1024},
            'configuration': {
                'lightning-dir': str(folder), 'rpc-file': str(rpc_file),
                'startup': True, 'network': 'regtest',
                'feature_set': dict.fromkeys(FEATURES, '')}})
        # It says so just before it listens.
        self.find('.*serving grpc on.*')
        nodes.poll('cln-grpc listens', lambda: nodes.accepts(port))

    def _ask(self, method, params):
        self.write(json.dumps({'jsonrpc': '2.0', 'id': method,
                               'method': method, 'params': params}) + '\n\n')


class Gateway(programs.Program):
    """The suite's own, with its certificates in `folder`."""

    def __init__(self, folder, rpc_file):
        super().__init__(
            'cln_grpc_server', f'--lightning_dir={folder}',
            f'--rpc_file={rpc_file}', '--grpc_port=0', timeout=nodes.TIMEOUT)
        try:
            port = self.wait_for_line('Server started, .*:(.*)')[1]
        except BaseException:
            self._reap()
            raise
        self.address = f'localhost:{port}'

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()


class TestCase(programs.TestCase):
    """A test of cln_client with `server`, whose certificates are in `folder`.

    A subclass sets the two.
    """

    server = folder = None

    @classmethod
    def new_folder(cls):
        return pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))

    def setUp(self):
        nodes.progress(self.id())

    def cln_client(self, server, folder, *words):
        """Runs it to its end."""
        return self.program(
            'cln_client', f'--target={server.address}', f'--cert_dir={folder}',
            *words, timeout=nodes.TIMEOUT).finish()

    def ask(self, *words):
        """What the server answers, from JSON."""
        result = self.cln_client(self.server, self.folder, '--json', *words)
        self.assertEqual((result.status, result.err), (0, ''))
        return json.loads(result.out)

    def assert_refused(self, line, *words):
        self.assert_fails(
            self.cln_client(self.server, self.folder, *words), line)

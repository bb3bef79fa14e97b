# SPDX-License-Identifier: Apache-2.0
"""cln_client on Core Lightning's own gRPC plugin, cln-grpc.

    python3 tests/real/cln_client_test.py --bin build/dev/bin [TEST...]

The plugin belongs to a real lightningd if there is one, and otherwise to the
suite's own stand-in. Other arguments are those of unittest.
"""

import stat

import nodes
from cln_nodes import Gateway, Plugin, TestCase, start_node

PROGRAMS = ['cln-grpc']


class ClnClientTest(TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.new_folder()
        cls.node = cls.enterClassContext(start_node(cls.new_folder()))
        nodes.progress('starting cln-grpc')
        cls.server = cls.enterClassContext(
            Plugin(cls.folder, cls.node.rpc_file))

    def test_the_plugin_s_keys_are_its_owner_s_alone(self):
        for name in 'ca', 'server', 'client':
            mode = (self.folder / f'{name}-key.pem').stat().st_mode
            self.assertEqual(stat.S_IMODE(mode), 0o600)

    def test_each_command_is_answered(self):
        info = self.ask('getinfo')
        self.assertEqual((info['alias'], info['network']),
                         ('VERIFY', 'regtest'))
        self.assertEqual(info, self.ask('call', 'Getinfo', '{}'))
        self.ask('list-peers')
        invoice = self.ask('invoice', '5000', 'a label', 'a “cup”\n')
        listed, = self.ask('list-invoices', 'a label')['invoices']
        self.assertEqual(
            (listed['bolt11'], listed['description'], listed['amount_msat'],
             listed['status']),
            (invoice['bolt11'], 'a “cup”\n', 5000, 'unpaid'))

    def test_what_the_node_refuses_is_told(self):
        self.ask('invoice', 'any', 'twice', '')
        self.assert_refused('UNKNOWN: Invoice: .*900',
                            'invoice', 'any', 'twice', '')
        self.assert_refused('UNKNOWN: WaitAnyInvoice: .*904',
                            'call', 'WaitAnyInvoice', '{"timeout": 0}')

    def test_a_long_poll_may_be_given_up(self):
        self.assert_refused('DEADLINE_EXCEEDED: WaitAnyInvoice: ',
                            '--wait_timeout=100ms', 'wait-any-invoice')
        self.ask('getinfo')

    def test_a_client_and_a_server_of_different_cas_do_not_meet(self):
        other = self.new_folder()
        with Gateway(other, self.node.rpc_file) as gateway:
            for server, folder in ((self.server, other),
                                   (gateway, self.folder)):
                self.assert_fails(self.cln_client(server, folder, 'getinfo'),
                                  'UNAVAILABLE: Getinfo: ')

    def test_the_gateway_takes_the_files_of_the_plugin(self):
        with Gateway(self.folder, self.node.rpc_file) as gateway:
            result = self.cln_client(gateway, self.folder, 'getinfo')
            self.assertEqual((result.status, result.err), (0, ''))
            self.assertEqual(gateway.stop().err, '')  # It has made nothing.

    def test_the_plugin_takes_the_files_of_the_gateway(self):
        folder = self.new_folder()
        with Gateway(folder, self.node.rpc_file):
            made = {path: path.read_bytes() for path in folder.iterdir()}
        with Plugin(folder, self.node.rpc_file) as plugin:
            result = self.cln_client(plugin, folder, 'getinfo')
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertEqual(
            made, {path: path.read_bytes() for path in folder.iterdir()})


if __name__ == '__main__':
    nodes.main(PROGRAMS)

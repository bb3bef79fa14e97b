# SPDX-License-Identifier: Apache-2.0
"""cln_grpc_server on a real lightningd.

    python3 tests/real/cln_grpc_server_test.py --bin build/dev/bin [TEST...]

Other arguments are those of unittest.
"""

import nodes
from cln_nodes import Gateway, Lightningd, TestCase

PROGRAMS = ['lightningd']


class ClnGrpcServerTest(TestCase):

    @classmethod
    def setUpClass(cls):
        cls.node_folder = cls.new_folder()
        nodes.progress('starting lightningd')
        cls.node = Lightningd(cls.node_folder)
        cls.addClassCleanup(lambda: cls.node.__exit__())
        cls.folder = cls.node.rpc_file.parent
        cls.server = cls.enterClassContext(
            Gateway(cls.folder, cls.node.rpc_file))

    def test_the_node_tells_who_it_is(self):
        info = self.ask('getinfo')
        self.assertEqual((info['alias'], info['network'], info['num_peers']),
                         ('VERIFY', 'regtest', 0))
        self.assertEqual(info['lightning-dir'], str(self.folder))
        self.assertEqual(self.ask('list-peers'), {})

    def test_an_invoice_is_made_and_listed(self):
        # All that JSON escapes, and some that it need not.
        for number, description in enumerate(
                ('', 'tea', '"\\/', '<b>&\'', 'a\nb', 'é ⚡ 𝄞')):
            with self.subTest(description):
                label = f'label {number} {description}'
                made = self.ask('invoice', '5000', label, description)
                listed, = self.ask('list-invoices', label)['invoices']
                for name in 'bolt11', 'payment_hash', 'expires_at':
                    self.assertEqual(listed[name], made[name])
                self.assertEqual(
                    (listed['label'], listed['description'],
                     listed['amount_msat'], listed['status']),
                    (label, description, 5000, 'unpaid'))

    def test_a_label_is_taken_once(self):
        self.ask('invoice', 'any', 'twice', '')
        self.assert_refused('ALREADY_EXISTS: Invoice: 900: .*twice',
                            'invoice', 'any', 'twice', '')

    def test_a_long_poll_ends_when_it_was_asked_to(self):
        self.assert_refused('[A-Z_]+: WaitAnyInvoice: 904: ',
                            'call', 'WaitAnyInvoice', '{"timeout": 1}')

    def test_a_long_poll_may_be_given_up(self):
        self.assert_refused('DEADLINE_EXCEEDED: WaitAnyInvoice: ',
                            '--wait_timeout=100ms', 'wait-any-invoice')
        self.ask('getinfo')

    def test_bad_input_does_no_harm(self):
        for words in (['list-peers', '02ab'],
                      ['call', 'ListPeers', '{"level": "loud"}'],
                      ['call', 'Invoice', '{"amount_msat": "much"}'],
                      ['invoice', '1', 'label', 'a\tb\x01']):
            with self.subTest(words):
                self.assert_refused('INVALID_ARGUMENT: ', *words)
        self.ask('getinfo')

    def test_the_node_goes_and_comes_back(self):
        self.ask('getinfo')
        self.node.stop()
        self.assert_refused('UNAVAILABLE: Getinfo: .*lightning-rpc', 'getinfo')
        type(self).node = Lightningd(self.node_folder)
        self.ask('getinfo')


if __name__ == '__main__':
    nodes.main(PROGRAMS)

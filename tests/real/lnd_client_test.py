# SPDX-License-Identifier: Apache-2.0
"""lnd_client on real nodes.

    python3 tests/real/lnd_client_test.py --bin build/dev/bin [LndTest.test_...]

Two nodes of lnd, with a chain of their own and a channel between them: see
lnd_nodes.py. Other arguments are those of unittest.
"""

import pathlib
import re
import signal
import tempfile

import nodes
from lnd_nodes import Lnd, Network

from process import Process
import programs

PROGRAMS = 'btcd', 'btcctl', 'lnd', 'lncli'

PAID = (r'payment (\d+): paid (\d+) sat, of which fee 0 sat, '
        r'preimage [0-9a-f]{64}\n')


class LndTest(programs.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.network = cls.enterClassContext(Network(cls.folder))
        version = cls.network.alice.ask('getinfo')['version']
        cls.has_send_payment = tuple(
            map(int, version.split('.')[:2])) < (0, 21)
        nodes.progress(f'testing with lnd {version}')

    def setUp(self):
        nodes.progress(self.id())

    def lnd_client(self, node, *words, **access):
        """Starts it. `access` changes what it knows the node by."""
        access = {'tls_cert': node.certificate,
                  'macaroon': node.macaroon} | access
        target = node.address.replace('127.0.0.1', 'localhost')
        return self.program(
            'lnd_client', f'--target={target}',
            *(f'--{name}={value}' for name, value in access.items() if value),
            *words, timeout=nodes.TIMEOUT)

    def ask(self, node, *words):
        """Runs it, and returns what it printed."""
        result = self.lnd_client(node, *words).finish()
        self.assertEqual((result.status, result.err), (0, ''))
        return result.out

    def field(self, text, name):
        """The value of a field in the text of a message."""
        return re.search(rf'^{name}: "?([^"\n]*)', text, re.MULTILINE)[1]

    def add_invoice(self, memo):
        """Adds one of bob's over 1000 satoshi."""
        return self.ask(self.network.bob, 'add-invoice', f'--memo={memo}',
                        '--value=1000')

    def follow(self, text):
        """Follows bob's invoices from that of `text` on."""
        return self.lnd_client(
            self.network.bob, 'subscribe-invoices',
            f'--add_index={self.field(text, "add_index")}')

    def pay(self, text):
        """Pays the invoice of `text`."""
        payer = self.lnd_client(self.network.alice, 'send-payments')
        result = payer.finish(self.field(text, 'payment_request') + '\n')
        self.assertEqual(result.status, 0, result)
        self.assertRegex(result.out, r'payment 1: paid 1000 sat')

    def test_state_info_and_balance(self):
        for name in 'alice', 'bob':
            node = getattr(self.network, name)
            self.assertEqual(self.ask(node, 'state'), 'state: SERVER_ACTIVE\n')
            told, info = node.ask('getinfo'), self.ask(node, 'info')
            for field in 'identity_pubkey', 'alias', 'version', 'block_height':
                self.assertEqual(self.field(info, field), str(told[field]))
            self.assertIn('network: "simnet"', info)
            told, balance = node.ask('walletbalance'), self.ask(node, 'balance')
            for field in 'total_balance', 'confirmed_balance':
                self.assertEqual(self.field(balance, field), told[field])

    def test_an_invoice_is_seen_when_it_is_added_and_when_it_is_paid(self):
        stream = self.follow(self.add_invoice('an older one'))
        invoice = self.add_invoice('⚡ "two"\n')
        stream.wait_for_text(r'memo: "⚡ \"two\"\n"')
        stream.wait_for_text('state: OPEN')
        self.pay(invoice)
        stream.wait_for_text(r'memo: "⚡ \"two\"\n"')
        stream.wait_for_text('state: SETTLED')
        stream.signal(signal.SIGINT)
        result = stream.wait()
        self.assertEqual(result.status, 0, result)
        self.assertIn(f'--add_index={self.field(invoice, "add_index")} ',
                      result.err)

    def test_the_stream_of_invoices_goes_on_after_a_restart(self):
        network = self.network
        stream = self.follow(self.add_invoice('the first'))
        before = self.add_invoice('before')
        stream.wait_for_text('memo: "before"')
        self.pay(before)
        stream.wait_for_text('state: SETTLED')
        network.bob.stop()
        network.start_bob_again()
        # It may not be back yet: this comes from where it was.
        between = self.add_invoice('between')
        self.pay(between)
        stream.wait_for_text('memo: "between"')
        stream.wait_for_text('state: SETTLED')
        stream.signal(signal.SIGINT)
        result = stream.wait()
        self.assertEqual(result.status, 0, result)
        settled = re.findall(r'memo: "(.*)"(?:\n.*)*?\nstate: SETTLED',
                             result.out)
        self.assertEqual(settled, ['before', 'between'])

    def test_five_keysend_payments_are_made(self):
        bob = self.network.bob
        before = self.keysends(bob)
        result = self.lnd_client(
            self.network.alice, 'send-payments', '--interval=0s', '--count=5',
            f'--dest={self.network.bobs_key}').finish()
        self.assertEqual(result.status, 0, result)
        self.assertEqual(sorted(re.findall(PAID, result.out)),
                         [(str(i), '100') for i in range(1, 6)])
        self.assertEqual('SendPaymentV2' in result.err,
                         not self.has_send_payment)
        self.assertEqual(self.keysends(bob) - before, 5)

    def keysends(self, node):
        """How many payments it got that way."""
        invoices = node.ask('listinvoices', '--max_invoices=1000')['invoices']
        return sum(invoice['is_keysend'] and invoice['state'] == 'SETTLED'
                   for invoice in invoices)

    def test_payment_requests_are_paid_once_each(self):
        requests = [self.field(self.add_invoice(memo), 'payment_request')
                    for memo in ('one', 'two')]
        lines = ''.join(request + '\n' for request in requests)
        result = self.lnd_client(self.network.alice, 'send-payments',
                                 '--interval=0s').finish(lines)
        self.assertEqual(result.status, 0, result)
        self.assertEqual(sorted(re.findall(PAID, result.out)),
                         [('1', '1000'), ('2', '1000')])
        again = self.lnd_client(self.network.alice, 'send-payments',
                                '--interval=0s').finish(lines)
        self.assertEqual(again.status, 1, again)
        self.assertEqual(
            len(re.findall('not paid: .*invoice is already paid', again.out)),
            2, again)

    def test_a_node_that_takes_no_keysend_is_not_paid(self):
        key = self.network.alice.ask('getinfo')['identity_pubkey']
        result = self.lnd_client(
            self.network.bob, 'send-payments', '--interval=0s', '--count=2',
            f'--dest={key}').finish()
        self.assertEqual(result.status, 1, result)
        self.assertEqual(
            len(re.findall('(?i)not paid: .*incorrect_payment_details',
                           result.out)), 2, result)

    def test_a_macaroon_is_wanted_and_must_be_this_node_s(self):
        alice, bob = self.network.alice, self.network.bob
        for call in 'info', 'subscribe-invoices':
            with self.subTest(call):
                client = self.lnd_client(alice, call, macaroon='',
                                         no_macaroon='true')
                self.assert_fails(client.finish(), '.*expected 1 macaroon')
                client = self.lnd_client(alice, call, macaroon=bob.macaroon)
                self.assert_fails(client.finish(), '.*verification failed')
        readonly = alice.macaroon.with_name('readonly.macaroon')
        self.assertEqual(
            self.lnd_client(alice, 'info', macaroon=readonly).finish().status,
            0)
        client = self.lnd_client(alice, 'add-invoice', macaroon=readonly)
        self.assert_fails(client.finish(), '.*permission denied')

    def test_the_certificate_of_another_node_is_refused(self):
        alice, bob = self.network.alice, self.network.bob
        client = self.lnd_client(alice, 'info', tls_cert=bob.certificate)
        self.assert_fails(client.finish(), 'UNAVAILABLE: .*--tls_cert')

    def test_a_node_whose_wallet_is_not_open_says_so(self):
        folder = self.folder / 'carol'
        folder.mkdir()
        carol = self.enterContext(Lnd(folder, self.network.btcd))
        carol.find('.*Waiting for wallet encryption password.*')
        self.assert_not_open(carol, 'NON_EXISTING', 'wallet not created',
                             macaroon='', no_macaroon='true')

        self.create_wallet(carol)
        carol.await_start()
        carol.stop()
        carol = self.enterContext(Lnd(folder, self.network.btcd))
        carol.find('.*Waiting for wallet encryption password.*')
        self.assert_not_open(carol, 'LOCKED', 'wallet locked')

    def assert_not_open(self, node, state, message, **access):
        told = self.lnd_client(node, 'state', **access).finish()
        self.assertEqual(told, (0, f'state: {state}\n', ''))
        for call in 'info', 'balance', 'subscribe-invoices':
            client = self.lnd_client(node, call, **access)
            self.assert_fails(client.finish(), f'.*{message}')

    def create_wallet(self, node):
        """As a person does it, with lncli, which wants a terminal for it."""
        create = self.enterContext(Process(
            node.lncli('create'), terminal=True, timeout=nodes.TIMEOUT))
        for question, answer in (
                ('Input wallet password: ', 'password'),
                ('Confirm password: ', 'password'),
                ('(Enter y/x/n): ', 'n'),
                ('cipher seed passphrase): ', '')):
            create.wait_for_text(question)
            create.write(answer + '\n')
        create.wait_for_text('lnd successfully initialized!')

    def test_a_node_that_is_not_there_is_unavailable(self):
        node = self.network.alice
        for call in 'state', 'info', 'subscribe-invoices':
            client = self.program(
                'lnd_client', f'--target=localhost:{nodes.free_port()}',
                f'--tls_cert={node.certificate}',
                f'--macaroon={node.macaroon}', call, timeout=nodes.TIMEOUT)
            self.assert_fails(client.finish(), 'UNAVAILABLE: ')


if __name__ == '__main__':
    nodes.main(PROGRAMS)

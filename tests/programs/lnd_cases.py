# SPDX-License-Identifier: Apache-2.0
"""lnd_client, and a node that stands in. Run by programs_test.py."""

import pathlib
import re
import signal
import tempfile

from programs import STARS, TestCase

COMMANDS = ['state', 'info', 'balance', 'add-invoice', 'subscribe-invoices',
            'send-payments']
DEST = '02' + 64 * '7'
PAID = r'payment {}: paid 101 sat, of which fee 1 sat, preimage [0-9a-f]{{64}}'


class LndTest(TestCase):

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))
        self.address = None  # The node's.

    def test_each_question_gets_its_answer(self):
        self.node()
        self.assertEqual(self.ask('state'), 'state: SERVER_ACTIVE\n')
        self.assertRegex(self.ask('info'), r'(?m)^alias: "fakenode"$')
        self.assertRegex(self.ask('balance'), r'\Atotal_balance: 1500000\n')
        self.assertRegex(
            self.ask('add-invoice', '--value=7', '--memo=Käse', '--expiry=1h'),
            r'\Ar_hash: "[0-9a-f]{64}"\n'
            r'payment_request: "lnfake7_.*"\nadd_index: 1\n\Z')

    def test_what_less_than_admin_may_do(self):
        self.node()
        for macaroon, allowed in [
                ('readonly', ['state', 'info', 'balance']),
                ('invoice', ['state', 'balance', 'add-invoice'])]:
            for command in 'state', 'info', 'balance', 'add-invoice':
                with self.subTest(macaroon, command=command):
                    result = self.client(command, macaroon=macaroon).finish()
                    if command in allowed:
                        self.assertEqual((result.status, result.err), (0, ''))
                    else:
                        self.assert_fails(result,
                                          'UNKNOWN: .*permission denied')

    def test_invoices_are_shown_until_ctrl_c(self):
        self.node('--settle')
        # Before the first there is nothing to see that it has begun.
        self.ask('add-invoice')
        client = self.client('subscribe-invoices', '--add_index=1',
                             '--settle_index=1')
        self.ask('add-invoice', '--memo=tea')
        client.wait_for_line('memo: "tea"')
        client.wait_for_line('state: SETTLED')
        client.signal(signal.SIGINT)
        status, out, err = client.wait()
        self.assertEqual(status, 0)
        self.assertTrue(out.startswith(STARS))
        self.assertEqual(
            err, 'To go on from here: --add_index=2 --settle_index=2\n')

    def test_invoices_go_on_when_the_node_is_back(self):
        node = self.node()
        client = self.client('subscribe-invoices', '--add_index=1')
        self.ask('add-invoice')
        self.ask('add-invoice', '--memo=tea')
        client.wait_for_line('memo: "tea"')
        node.signal(signal.SIGTERM)
        node.wait()
        # Its certificate is the same, and its invoices are forgotten.
        self.node(listen=self.address)
        for memo in 'coffee', 'milk', 'beer':
            self.ask('add-invoice', f'--memo={memo}')
        client.wait_for_line('memo: "beer"')
        client.signal(signal.SIGTERM)
        status, out, err = client.wait()
        self.assertEqual(status, 0)
        self.assertNotIn('coffee', out)
        self.assertRegex(err, r'(?s)\A.*Waiting for the node\.\n.*'
                         r'The node is back\.\nTo go on .*=3 .*\n\Z')

    def test_payments_are_made_by_either_method(self):
        for flags, err in [
                ([], r'\Z'),
                (['--send_payment=false'],
                 r'This lnd has no SendPayment .* SendPaymentV2\.\n\Z')]:
            self.node(*flags)
            result = self.client('send-payments', f'--dest={DEST}',
                                 '--count=2', '--interval=10ms').finish()
            self.assertEqual(result.status, 0)
            self.assertRegex(result.err, rf'\A{err}')
            for number in 1, 2:
                self.assertRegex(
                    result.out,
                    rf'(?m)^payment {number}: 100 sat by keysend, hash .{{64}}$'
                    rf'(.*\n)*^{PAID.format(number)}$')

    def test_payment_requests_are_read_and_paid(self):
        self.node()
        request = re.search(r'payment_request: "(.*)"',
                            self.ask('add-invoice', '--value=100'))[1]
        client = self.client('send-payments', '--interval=0')
        client.write(f'{request}\n')
        client.wait_for_line(r'payment 1: 100 sat for "", hash .*')
        client.wait_for_line(PAID.format(1))
        result = client.finish('nonsense\n')
        self.assert_fails(result, 'ABORTED: paid 1, not paid 1\n', out=None)
        self.assertRegex(result.out, r'(?m)^line 2: not paid: .*bech32')

    def test_ctrl_c_ends_payments_and_the_wait_for_a_line(self):
        self.node()
        for flags in [f'--dest={DEST}'], []:
            with self.subTest(flags):
                client = self.client('send-payments', '--interval=1h', *flags)
                if flags:
                    client.wait_for_line(PAID.format(1))
                client.signal(signal.SIGINT)
                status, _, err = client.wait()
                # One that has not begun to wait yet ends by the signal.
                self.assertIn(status, [0] if flags else [0, -signal.SIGINT])
                self.assertEqual(err, '')

    def test_a_locked_wallet_is_to_be_unlocked(self):
        self.node('--locked')
        self.assertEqual(self.ask('state'), 'state: LOCKED\n')
        for command in COMMANDS[1:]:
            with self.subTest(command):
                self.assert_fails(
                    self.client(command).finish(),
                    '(UNKNOWN|FAILED_PRECONDITION): .*wallet locked.*: '
                    'unlock it with `lncli unlock`\n')

    def test_a_macaroon_is_wanted(self):
        self.node()
        for command in COMMANDS[1:]:
            with self.subTest(command):
                client = self.client('--no_macaroon', command, macaroon=None)
                self.assert_fails(client.finish(),
                                  'UNKNOWN: .*expected 1 macaroon, got 0: ')

    def test_a_macaroon_that_all_can_read_is_not_used(self):
        self.node()
        for path in self.folder, *self.folder.rglob('*'):
            path.chmod(0o755)
        self.assert_fails(self.client('info').finish(),
                          'FAILED_PRECONDITION: .*chmod 600 .*admin.macaroon')

    def test_files_that_are_not_there_are_named(self):
        client = self.program('lnd_client', 'info',
                              f'--tls_cert={self.folder}/none')
        self.assert_fails(client.finish(),
                          'NOT_FOUND: .*/none: .*--tls_cert=PATH')
        self.node()
        client = self.program('lnd_client', 'info', '--network=signet',
                              f'--tls_cert={self.folder}/tls.cert')
        self.assert_fails(
            client.finish(),
            'NOT_FOUND: .*/.lnd/data/chain/bitcoin/signet/admin.macaroon: ')

    def test_a_file_that_is_no_certificate_is_named(self):
        path = self.folder / 'tls.cert'
        path.write_text('none', encoding='utf-8')
        client = self.program('lnd_client', 'state', f'--tls_cert={path}')
        self.assert_fails(client.finish(),
                          f'INVALID_ARGUMENT: {path} is no certificate: ')

    def test_a_host_that_is_not_in_the_certificate_is_named(self):
        self.node()
        client = self.program('lnd_client', 'state',
                              '--target=node.example:10009',
                              f'--tls_cert={self.folder}/tls.cert')
        self.assert_fails(client.finish(),
                          'FAILED_PRECONDITION: .*"node.example", but for ')

    def test_without_a_node_each_command_says_so(self):
        node = self.node()
        node.signal(signal.SIGTERM)
        node.wait()
        for command in COMMANDS:
            with self.subTest(command):
                self.assert_fails(
                    self.client(command).finish(),
                    r'UNAVAILABLE: \w+: .*see that lnd runs at --target')

    def test_words_that_make_no_command_are_named(self):
        for words, line in [([], 'command "": wanted one of '),
                            (['dance'], 'command "dance": wanted one of '),
                            (['info', 'all'], 'command "info all": wanted '),
                            (['info', '--no_macaroon', '--macaroon=x'],
                             '--macaroon and --no_macaroon: wanted one')]:
            with self.subTest(words):
                self.assert_fails(self.program('lnd_client', *words).finish(),
                                  f'INVALID_ARGUMENT: {line}')

    def test_flags_that_cannot_be_are_named(self):
        self.node()
        for flags, line in [
                (['--dest=me'], 'INVALID_ARGUMENT: dest "me": wanted '),
                ([f'--dest={DEST}', '--amt=0'], 'INVALID_ARGUMENT: amt 0: '),
                (['--payment_timeout=0s'],
                 'INVALID_ARGUMENT: payment_timeout 0: wanted 1s to 24h'),
                (['--amt=-1'], ".*'-1'.* 'amt'"),
                (['--target=localhost'], ".*'localhost'.* 'target'")]:
            with self.subTest(flags):
                self.assert_fails(
                    self.client('send-payments', *flags).finish(), line)

    def test_a_full_disk_is_a_failure(self):
        self.node('--settle')
        self.ask('add-invoice')
        self.ask('add-invoice')
        for words in (['state'], ['info'], ['balance'], ['add-invoice'],
                      ['subscribe-invoices', '--add_index=1'],
                      ['send-payments', f'--dest={DEST}', '--interval=10ms']):
            with self.subTest(words), open('/dev/full', 'wb') as full:
                client = self.client(*words, stdout=full)
                self.assert_fails(client.finish(),
                                  'DATA_LOSS: .*standard output')

    def node(self, *flags, listen='localhost:0'):
        """A stand-in for lnd."""
        node = self.program('fake_lnd', f'--listen={listen}',
                            f'--lnd_dir={self.folder}', *flags)
        self.address = node.wait_for_line(
            r'Server started, listening on (localhost:[1-9]\d*)')[1]
        return node

    def client(self, *words, macaroon='admin', **options):
        flags = [f'--target={self.address}',
                 f'--tls_cert={self.folder}/tls.cert']
        if macaroon:
            flags.append(f'--macaroon={self.folder}/data/chain/bitcoin/regtest/'
                         f'{macaroon}.macaroon')
        return self.program('lnd_client', *flags, *words, **options)

    def ask(self, *words):
        """What a command prints."""
        status, out, err = self.client(*words).finish()
        self.assertEqual((status, err), (0, ''))
        return out

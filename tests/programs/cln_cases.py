# SPDX-License-Identifier: Apache-2.0
"""A gateway, its client, and a node that stands in. Run by programs_test.py."""

import json
import pathlib
import shutil
import signal
import stat
import tempfile

from programs import ROOT, TestCase

KEYS = ['ca-key.pem', 'client-key.pem', 'server-key.pem']
FILES = sorted(KEYS + ['ca.pem', 'client.pem', 'server.pem'])
STARTED = r'Server started, listening on 127\.0\.0\.1:([1-9]\d*)'
PROTO = """\
syntax = "proto3";
package cln;
service Node {
  rpc Help(HelpRequest) returns (HelpResponse);
}
message HelpRequest {}
message HelpResponse { repeated HelpHelp help = 1; }
message HelpHelp { string command = 1; }
"""


class ClnTest(TestCase):

    def setUp(self):
        self.folder = self.new_folder()
        self.port = None  # The gateway's.

    def test_a_first_start_makes_the_files_and_a_second_keeps_them(self):
        err = self.stop(self.gateway()).err
        for name in 'ca', 'server', 'client':
            self.assertRegex(err, rf'(?m)^made .*/{name}\.pem and ')
        self.assertEqual(err.count('\n'), 3)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         FILES)
        for name in KEYS:
            mode = stat.S_IMODE((self.folder / name).stat().st_mode)
            self.assertEqual(oct(mode), '0o600')
        before = self.contents()
        self.assertEqual(self.stop(self.gateway()).err, '')
        self.assertEqual(self.contents(), before)

    def test_a_lost_ca_is_made_anew_with_what_it_has_signed(self):
        self.stop(self.gateway())
        before = self.contents()
        (self.folder / 'ca-key.pem').unlink()
        err = self.stop(self.gateway()).err
        self.assertRegex(err, 'ca-key.pem')
        after = self.contents()
        for name in FILES:
            self.assertNotEqual(after[name], before[name])

    def test_either_signal_ends_an_idle_gateway(self):
        for number in signal.SIGTERM, signal.SIGINT:
            with self.subTest(signal=number.name):
                gateway = self.gateway()
                status, out, _ = self.stop(gateway, number)
                self.assertEqual(status, 0)
                self.assertRegex(out, rf'\A{STARTED}\n\Z')

    def test_each_command_gets_its_answer(self):
        self.node()
        self.gateway()
        self.assertRegex(self.run_client('getinfo').out,
                         r'(?m)^alias: "VERIFY"$')
        self.assertEqual(self.ask('getinfo')['alias'], 'VERIFY')
        peer = self.ask('list-peers')['peers'][0]
        self.assertEqual(self.ask('list-peers', peer['id'])['peers'], [peer])
        made = self.ask('invoice', '5000', 'tea', 'a “cup”')
        self.assertEqual(
            self.ask('list-invoices', 'tea')['invoices'][0]['bolt11'],
            made['bolt11'])
        paid = self.ask('call', 'Xpay',
                        json.dumps({'invstring': made['bolt11']}))
        self.assertEqual(self.ask('wait-any-invoice')['payment_preimage'],
                         paid['payment_preimage'])

    def test_a_long_poll_in_one_terminal_ends_by_a_payment_in_another(self):
        self.node()
        self.gateway()
        bolt11 = self.ask('invoice', 'any', 'tea', '')['bolt11']
        waiting = self.client('--json', 'wait-any-invoice')
        self.ask('call', 'xpay', json.dumps({'invstring': bolt11,
                                             'amount_msat': 7}))
        status, out, err = waiting.finish()
        self.assertEqual((status, err), (0, ''))
        self.assertEqual(json.loads(out)['amount_received_msat'], 7)

    def test_a_gateway_ends_although_a_long_poll_is_open(self):
        node = self.node()
        gateway = self.gateway()
        waiting = self.client('wait-any-invoice')
        # Once this has its answer, the gateway has the other call as well, or
        # will not take it any more.
        self.ask('getinfo')
        self.assertEqual(self.stop(gateway, signal.SIGINT).status, 0)
        self.assert_fails(waiting.finish(), '[A-Z_]+: WaitAnyInvoice: ')
        self.assertEqual(self.stop(node).status, 0)

    def test_a_person_may_stop_waiting(self):
        self.node()
        self.gateway()
        for flag, words in [('--wait_timeout=10ms', ['wait-any-invoice']),
                            ('--timeout=0s', ['getinfo'])]:
            self.assert_fails(self.client(flag, *words).finish(),
                              r'DEADLINE_EXCEEDED: \w+: ')
        waiting = self.client('wait-any-invoice')
        waiting.signal(signal.SIGINT)
        self.assertEqual(waiting.wait().status, -signal.SIGINT)
        self.ask('getinfo')

    def test_a_node_that_goes_and_comes_back(self):
        self.gateway()
        socket = self.folder / 'lightning-rpc'
        self.assert_fails(self.run_client('getinfo'),
                          f'UNAVAILABLE: Getinfo: .*{socket}')
        node = self.node()
        self.ask('getinfo')
        node.signal(signal.SIGKILL)
        node.wait()
        self.assert_fails(self.run_client('getinfo'),
                          f'UNAVAILABLE: Getinfo: .*{socket}')
        self.node()
        self.ask('getinfo')

    def test_the_socket_may_be_elsewhere(self):
        elsewhere = self.new_folder()
        self.node(elsewhere)
        self.gateway(f'--rpc_file={elsewhere}/lightning-rpc')
        self.ask('getinfo')

    def test_a_domain_may_be_given_again(self):
        self.node()
        self.gateway('--domain=node.example', '--domain=192.0.2.7')
        for name in 'cln', 'localhost', 'node.example', '192.0.2.7', '':
            # The target, too, is a name in the certificate.
            self.assertEqual(
                self.run_client(f'--server_name={name}', 'getinfo').status, 0)
        self.assert_fails(
            self.run_client('--server_name=other.example', 'getinfo'),
            'UNAVAILABLE: Getinfo: .*other.example.*--server_name')

    def test_a_proto_is_served_without_recompiling(self):
        self.node()
        proto = self.folder / 'node.proto'
        proto.write_text(PROTO, encoding='utf-8')
        self.gateway(f'--proto={proto}')
        commands = self.ask('call', 'Help', proto=proto)['help']
        self.assertIn({'command': 'getinfo'}, commands)
        self.assert_fails(self.run_client('getinfo'),
                          'UNIMPLEMENTED: Getinfo: .*"/cln.Node/Getinfo"')
        self.assert_fails(self.run_client('call', 'Help'),
                          'INVALID_ARGUMENT: method "Help": wanted ')

    def test_the_proto_of_the_suite_can_be_given_as_well(self):
        self.node()
        proto = ROOT / 'protos/cln/node.proto'
        self.gateway(f'--proto={proto}')
        self.assertEqual(self.ask('call', 'Getinfo', proto=proto),
                         self.ask('getinfo'))

    def test_a_second_gateway_does_not_get_the_port(self):
        self.gateway()
        second = self.program('cln_grpc_server',
                              f'--lightning_dir={self.folder}',
                              f'--grpc_port={self.port}')
        self.assert_fails(
            second.finish(),
            rf'UNAVAILABLE: cannot listen on 127\.0\.0\.1:{self.port}: ')

    def test_what_a_gateway_cannot_start_with_is_named(self):
        for flags, line in [
                (['--grpc_port=65536'], "ERROR: .*'65536'.* 'grpc_port'"),
                (['--grpc_host='], 'INVALID_ARGUMENT: --grpc_host=: wanted '),
                (['--grpc_host=::1'], 'INVALID_ARGUMENT: --grpc_host=::1: '),
                (['--grpc_host=192.0.2.1'],
                 r'UNAVAILABLE: cannot listen on 192\.0\.2\.1:0: '),
                (['--lightning_dir=/no/such'], 'NOT_FOUND: .*/no/such'),
                (['--domain=a b'], 'INVALID_ARGUMENT: .*"a b"'),
                (['--proto=/no/such'], '[A-Z_]+: .*/no/such')]:
            folder = self.new_folder()
            with self.subTest(flags):
                gateway = self.program(
                    'cln_grpc_server', f'--lightning_dir={folder}',
                    '--grpc_port=0', *flags)
                status, out, err = gateway.finish()
                self.assertEqual((status, out), (1, ''))
                # What was done with the certificates may come before.
                self.assertRegex(err.splitlines()[-1], rf'\A{line}')

    def test_a_key_that_others_may_read_is_not_used(self):
        self.gateway()
        for name, flag, program in [
                ('client-key.pem', 'cert_dir', ['cln_client', 'getinfo']),
                ('server-key.pem', 'lightning_dir',
                 ['cln_grpc_server', '--grpc_port=0'])]:
            (self.folder / name).chmod(0o640)
            result = self.program(*program,
                                  f'--{flag}={self.folder}').finish()
            self.assert_fails(
                result, f'FAILED_PRECONDITION: .*{name}.*chmod 600')

    def test_what_a_client_lacks_is_named(self):
        self.gateway()
        other = self.new_folder()
        # In the order in which a person finds out.
        for name in 'ca.pem', 'client.pem', 'client-key.pem':
            client = self.program('cln_client', f'--cert_dir={other}',
                                  'getinfo')
            self.assert_fails(client.finish(),
                              rf'NOT_FOUND: .*/{name}: .*--cert_dir')
            shutil.copy(self.folder / name, other)
        (other / 'client.pem').write_text('none', encoding='utf-8')
        client = self.program('cln_client', f'--cert_dir={other}', 'getinfo')
        self.assert_fails(client.finish(),
                          'INVALID_ARGUMENT: .*/client.pem')

    def test_a_client_with_the_files_of_another_node_is_told_so(self):
        self.gateway()
        other = self.new_folder()
        self.stop(self.program('cln_grpc_server', f'--lightning_dir={other}',
                               '--grpc_port=0'))
        client = self.program('cln_client', f'--cert_dir={other}',
                              f'--target=localhost:{self.port}', 'getinfo')
        self.assert_fails(client.finish(),
                          'UNAVAILABLE: Getinfo: .*copy ca.pem')
        shutil.copy(self.folder / 'ca.pem', other)
        client = self.program('cln_client', f'--cert_dir={other}',
                              f'--target=localhost:{self.port}', 'getinfo')
        self.assert_fails(client.finish(),
                          'UNAVAILABLE: Getinfo: .*client.pem is not signed')

    def test_without_a_gateway_a_client_says_so(self):
        self.stop(self.gateway())
        self.assert_fails(
            self.run_client('getinfo'),
            'UNAVAILABLE: Getinfo: .*wanted a cln_grpc_server at ')

    def test_words_that_make_no_command_are_named_before_any_file(self):
        for words, line in [
                ([], 'command "": wanted one of getinfo, '),
                (['dance'], 'command "dance": wanted one of getinfo, '),
                (['invoice', '1'], 'wanted invoice MSAT'),
                (['getinfo', b'\xff'], r'argument "\\xff": wanted text')]:
            client = self.program('cln_client', '--cert_dir=/no/such', *words)
            self.assert_fails(client.finish(), f'INVALID_ARGUMENT: {line}')

    def test_a_full_disk_is_a_failure(self):
        self.node()
        self.gateway()
        with open('/dev/full', 'wb') as full:
            client = self.client('getinfo', stdout=full)
            self.assert_fails(client.finish(), 'DATA_LOSS: .*standard output')

    def new_folder(self):
        return pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))

    def node(self, folder=None):
        """A stand-in for lightningd, with its socket in the folder."""
        path = (folder or self.folder) / 'lightning-rpc'
        node = self.program('fake_lightningd', f'--rpc_file={path}')
        node.wait_for_line('Server started, listening on .*')
        return node

    def gateway(self, *flags):
        """A gateway to the node in self.folder, on a free port."""
        gateway = self.program('cln_grpc_server',
                               f'--lightning_dir={self.folder}',
                               '--grpc_port=0', *flags)
        self.port = gateway.wait_for_line(STARTED)[1]
        return gateway

    def client(self, *words, **options):
        return self.program('cln_client', f'--cert_dir={self.folder}',
                            f'--target=localhost:{self.port}', *words,
                            **options)

    def run_client(self, *words):
        return self.client(*words).finish()

    def ask(self, *words, proto=None):
        """What a command prints with --json."""
        flags = ['--json'] + ([f'--proto={proto}'] if proto else [])
        status, out, err = self.run_client(*flags, *words)
        self.assertEqual((status, err), (0, ''))
        return json.loads(out)

    def stop(self, process, number=signal.SIGTERM):
        """Ends a server once it has started."""
        if 'Server started' not in process.out:
            process.wait_for_line('Server started, .*')
        process.signal(number)
        return process.wait()

    def contents(self):
        return {path.name: path.read_bytes()
                for path in self.folder.iterdir()}

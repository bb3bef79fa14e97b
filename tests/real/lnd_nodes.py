# SPDX-License-Identifier: Apache-2.0
"""btcd and lnd on simnet, a network whose blocks are mined when asked for."""

import nodes

LOGIN = '--{}rpcuser=user', '--{}rpcpass=password'

BOBS_FLAGS = '--noseedbackup', '--accept-keysend'

# What they print when they listen. From then on they take connections.
LISTENING = r'listening on (127\.0\.0\.1:\d+)'


class Btcd(nodes.Node):
    """The chain. Blocks pay to `mining_address`, without which there are none.

    `folder` keeps them from one run to the next.
    """

    def __init__(self, folder, mining_address=None):
        self._folder = folder
        self.certificate = folder / 'rpc.cert'
        login = [flag.format('') for flag in LOGIN]
        flags = [f'--miningaddr={mining_address}'] if mining_address else []
        super().__init__(
            folder, 'btcd', '--simnet', '--txindex', '--nodnsseed',
            '--configfile=/dev/null', '--datadir=data', '--logdir=log',
            f'--rpccert={self.certificate}', '--rpckey=rpc.key',
            '--listen=127.0.0.1:0', '--rpclisten=127.0.0.1:0', *login, *flags)
        self.address = self.find(rf'.* RPC server {LISTENING}')[1]
        self._btcctl = ['btcctl', '--simnet', '--configfile=/dev/null',
                        f'--rpcserver={self.address}',
                        f'--rpccert={self.certificate}', *login]

    def generate(self, blocks):
        nodes.poll('btcctl generate', lambda: nodes.run(
            self._folder, *self._btcctl, 'generate', str(blocks)))


class Lnd(nodes.Node):
    """A node. `folder` keeps its keys and channels from one run to the next."""

    def __init__(self, folder, btcd, *flags, address='127.0.0.1:0'):
        self._folder = folder
        self.certificate = folder / 'tls.cert'
        self.macaroon = folder / 'data/chain/bitcoin/simnet/admin.macaroon'
        super().__init__(
            folder, 'lnd', f'--lnddir={folder}', '--configfile=/dev/null',
            '--bitcoin.simnet', '--bitcoin.node=btcd',
            f'--btcd.rpchost={btcd.address}',
            f'--btcd.rpccert={btcd.certificate}',
            *(flag.format('btcd.') for flag in LOGIN),
            f'--rpclisten={address}', '--norest', '--listen=127.0.0.1:0',
            '--nobootstrap', *flags)
        self.address = self.find(rf'.* RPC server {LISTENING}')[1]

    def lncli(self, *words):
        """A command about this node."""
        return ['lncli', f'--lnddir={self._folder}', '--network=simnet',
                f'--rpcserver={self.address}', *words]

    def ask(self, *words):
        """What lncli says, when it succeeds."""
        return nodes.poll(f'lncli {words}', lambda: nodes.run(
            self._folder, *self.lncli(*words)))

    def tell(self, *words, unless):
        """Has lncli do it, unless that says that there is no need."""
        try:
            nodes.run(self._folder, *self.lncli(*words))
        except nodes.CommandFailed as error:
            if unless not in str(error):
                raise

    def has_channel(self):
        """Whether it has one that is active, and knows the terms of both."""
        edges = self.ask('describegraph', '--include_unannounced')['edges']
        active = self.ask('listchannels', '--active_only')['channels']
        return active and edges and all(
            edge['node1_policy'] and edge['node2_policy'] for edge in edges)

    def await_start(self):
        """Waits until it is in step with the chain; returns where peers call.

        Once, and for a node whose wallet is open.
        """
        return self.find(rf'.* CMGR: Server {LISTENING}')[1]


class Network:
    """Two nodes with a channel, which alice has opened and bob owns a part of.

    bob accepts keysend, and alice does not.
    """

    def __init__(self, folder):
        self._folders = [folder / name for name in ('btcd', 'alice', 'bob')]
        for path in self._folders:
            path.mkdir()
        self.btcd = self.alice = self.bob = self.bobs_key = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for node in self.bob, self.alice, self.btcd:
            if node:
                node.__exit__()

    def _start(self):
        nodes.progress('starting btcd and lnd, for an address of its wallet')
        btcd, alice, bob = self._folders
        self.btcd = Btcd(btcd)
        self.alice = Lnd(alice, self.btcd, '--noseedbackup')
        address = self.alice.ask('newaddress', 'p2wkh')['address']
        self.alice.stop()
        self.btcd.stop()

        nodes.progress('mining 400 blocks for it')
        self.btcd = Btcd(btcd, address)
        self.btcd.generate(400)
        self.alice = Lnd(alice, self.btcd, '--noseedbackup')
        self.bob = Lnd(bob, self.btcd, *BOBS_FLAGS)
        self.alice.await_start()

        self._connect()
        nodes.progress('opening a channel')
        self.alice.ask('openchannel', f'--node_key={self.bobs_key}',
                       '--local_amt=1000000', '--push_amt=200000')
        self.btcd.generate(6)
        self._await_channel()

    def start_bob_again(self):
        """At the address that he had."""
        self.bob = Lnd(self._folders[2], self.btcd, *BOBS_FLAGS,
                       address=self.bob.address)
        self._connect()
        self._await_channel()

    def _connect(self):
        # Peers find each other again by themselves only at the same port.
        peers = self.bob.await_start()
        self.bobs_key = self.bob.ask('getinfo')['identity_pubkey']
        self.alice.tell('connect', f'{self.bobs_key}@{peers}',
                        unless='already connected')

    def _await_channel(self):
        for node in self.alice, self.bob:
            nodes.poll('a channel to pay over', node.has_channel)

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A plugin for lightningd, instead of bcli: a chain of one block.

bcli asks bitcoind. With this one a node starts without, and knows nothing but
the first block of regtest.
"""

import json
import sys

# Header, one transaction: the same in every regtest.
GENESIS = (
    '01000000' + '00' * 32 +
    '3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a'
    'dae5494dffff7f2002000000'
    '01'
    '01000000' '01' + '00' * 32 + 'ffffffff'
    '4d' '04ffff001d0104455468652054696d65732030332f4a616e2f3230303920'
    '4368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261'
    '696c6f757420666f722062616e6b73' 'ffffffff'
    '01' '00f2052a01000000' '43' '4104678afdb0fe5548271967f1a67130b710'
    '5cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de'
    '5c384df7ba0b8d578a4c702b6bf11d5fac' '00000000')
GENESIS_HASH = (
    '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206')

FEERATE = 1000  # Satoshi for 1000 virtual bytes.


def get_raw_block_by_height(params):
    height = params['height'] if isinstance(params, dict) else params[0]
    if height:
        return {'blockhash': None, 'block': None}
    return {'blockhash': GENESIS_HASH, 'block': GENESIS}


METHODS = {
    'getchaininfo': lambda _: {
        'chain': 'regtest', 'headercount': 0, 'blockcount': 0, 'ibd': False},
    'getrawblockbyheight': get_raw_block_by_height,
    'estimatefees': lambda _: {
        'feerate_floor': FEERATE,
        'feerates': [{'blocks': blocks, 'feerate': FEERATE}
                     for blocks in (2, 6, 12, 100)]},
    'getutxout': lambda _: {'amount': None, 'script': None},
    'sendrawtransaction': lambda _: {
        'success': False, 'errmsg': 'there is nobody to send it to'},
}

# What each plugin is asked first.
MANIFEST = {
    'options': [], 'dynamic': False, 'subscriptions': [], 'hooks': [],
    'rpcmethods': [{'name': name, 'usage': '', 'description': 'one block'}
                   for name in METHODS]}
METHODS |= {'getmanifest': lambda _: MANIFEST, 'init': lambda _: {}}


def requests():
    """Those on standard input, each of which ends in an empty line."""
    text = ''
    for line in sys.stdin:
        text += line
        if line == '\n' and text.strip():
            yield json.loads(text)
            text = ''


def main():
    for request in requests():
        result = METHODS[request['method']](request.get('params'))
        print(json.dumps({'jsonrpc': '2.0', 'id': request['id'],
                          'result': result}), end='\n\n', flush=True)


if __name__ == '__main__':
    main()

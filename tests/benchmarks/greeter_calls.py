# SPDX-License-Identifier: Apache-2.0
"""How many unary calls a second each Greeter answers.

    tests/benchmarks/run.sh

The load is h2load's: four connections with fifty calls each, one thread. The
servers take turns, a few rounds of them, so that all meet the same machine.
What counts are the ratios within one run.
"""

import argparse
import pathlib
import signal
import statistics
import struct
import subprocess
import sys
import tempfile

from measuring import Server, h2load, progress

HERE = pathlib.Path(__file__).resolve().parent
PROTOS = HERE.parents[1] / 'protos'
ROUNDS = 5
CALLS = {'Python, 10 threads': 20_000, 'C++, synchronous': 100_000,
         'C++, callback': 200_000}


def calls_a_second(address, calls, body):
    """Has h2load make calls; every one must be answered."""
    # HelloReply { message: "Hello, world!" }, as gRPC frames it: 20 bytes.
    rate, failed = h2load(address, 'helloworld.Greeter/SayHello', body, calls,
                          reply=20)
    if failed:
        sys.exit(f'{failed} calls failed')
    return rate


def show(name, rate, best, base, spread):
    bar = '#' * max(1, round(40 * rate / best))
    print(f'{name:<20}{rate:>10,.0f}  {rate / base:>5.1f}x  {bar}'
          f'  ({spread[0]:,.0f} to {spread[1]:,.0f})')


def main():
    # As with Ctrl-C, no server and no file is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--bin', required=True, type=pathlib.Path)
    programs = parser.parse_args().bin.resolve(strict=True)

    with tempfile.TemporaryDirectory() as folder:
        # HelloRequest { name: "world" }, as gRPC frames it.
        message = b'\x0a\x05world'
        body = pathlib.Path(folder) / 'body'
        body.write_bytes(struct.pack('>BI', 0, len(message)) + message)
        subprocess.run(
            [sys.executable, '-m', 'grpc_tools.protoc', f'-I{PROTOS}',
             f'--python_out={folder}', f'--grpc_python_out={folder}',
             PROTOS / 'helloworld.proto'], check=True)
        with (Server(sys.executable, HERE / 'greeter_server.py',
                     folder) as python,
              Server(programs / 'greeter_server',
                     '--listen=localhost:0') as synchronous,
              Server(programs / 'greeter_callback_server',
                     '--listen=localhost:0') as callback):
            servers = dict(zip(CALLS, [python, synchronous, callback]))
            rates = measure(servers, body)

    medians = {name: statistics.median(rates[name]) for name in rates}
    base = medians['Python, 10 threads']
    print(f'{"":<20}{"calls/s":>10}  ratio')
    for name, rate in medians.items():
        show(name, rate, max(medians.values()), base,
             (min(rates[name]), max(rates[name])))
    ratio = medians['C++, callback'] / medians['C++, synchronous']
    print(f'callback to synchronous: {ratio:.1f}x')


def measure(servers, body):
    rates = {name: [] for name in CALLS}
    for round_number in range(ROUNDS + 1):
        for name, calls in CALLS.items():
            progress(f'round {round_number} of {ROUNDS}: {name}')
            rate = calls_a_second(servers[name].address, calls, body)
            if round_number > 0:  # The first warms up.
                rates[name].append(rate)
    progress('')
    return rates


if __name__ == '__main__':
    main()

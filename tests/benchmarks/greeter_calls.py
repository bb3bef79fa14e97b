# SPDX-License-Identifier: Apache-2.0
"""How many unary calls a second each Greeter answers.

    tests/benchmarks/run.sh

The load is h2load's: four connections with fifty calls each, one thread. The
servers take turns, a few rounds of them, so that all meet the same machine.
What counts are the ratios within one run.
"""

import argparse
import pathlib
import re
import statistics
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROTOS = HERE.parents[1] / 'protos'
ROUNDS = 5
CALLS = {'Python, 10 threads': 20_000, 'C++, synchronous': 100_000,
         'C++, callback': 200_000}


def start(*command):
    """A server, and the address on which it listens."""
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    return server, line.strip().rpartition(' ')[2]


def calls_a_second(address, calls, body):
    """Has h2load make calls; every one must be answered."""
    out = subprocess.run(
        ['h2load', f'--requests={calls}', '--clients=4', '--threads=1',
         '--max-concurrent-streams=50', f'--data={body}',
         '--header=content-type: application/grpc', '--header=te: trailers',
         f'http://{address}/helloworld.Greeter/SayHello'],
        check=True, capture_output=True, text=True).stdout
    if f' {calls} succeeded' not in out:
        sys.exit(f'Not every call was answered:\n{out}')
    return float(re.search(r'([\d.]+) req/s', out)[1])


def show(name, rate, best, base, spread):
    bar = '#' * max(1, round(40 * rate / best))
    print(f'{name:<20}{rate:>10,.0f}  {rate / base:>5.1f}x  {bar}'
          f'  ({spread[0]:,.0f} to {spread[1]:,.0f})')


def main():
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
        servers = dict(zip(CALLS, [
            start(sys.executable, HERE / 'greeter_server.py', folder),
            start(programs / 'greeter_server', '--listen=localhost:0'),
            start(programs / 'greeter_callback_server',
                  '--listen=localhost:0')]))
        try:
            rates = measure(servers, programs / 'greeter_client', body)
        finally:
            for server, _ in servers.values():
                server.terminate()
                server.wait()

    medians = {name: statistics.median(rates[name]) for name in rates}
    base = medians['Python, 10 threads']
    print(f'{"":<20}{"calls/s":>10}  ratio')
    for name, rate in medians.items():
        show(name, rate, max(medians.values()), base,
             (min(rates[name]), max(rates[name])))
    ratio = medians['C++, callback'] / medians['C++, synchronous']
    print(f'callback to synchronous: {ratio:.1f}x')


def measure(servers, client, body):
    rates = {name: [] for name in CALLS}
    for round_number in range(ROUNDS + 1):
        for name, calls in CALLS.items():
            address = servers[name][1]
            print(f'\rround {round_number} of {ROUNDS}: {name:<20}', end='',
                  file=sys.stderr, flush=True)
            rate = calls_a_second(address, calls, body)
            if round_number > 0:  # The first warms up.
                rates[name].append(rate)
            # h2load counts HTTP's statuses; this one looks at gRPC's.
            subprocess.run([client, f'--target={address}'], check=True,
                           stdout=subprocess.DEVNULL)
    print(file=sys.stderr)
    return rates


if __name__ == '__main__':
    main()

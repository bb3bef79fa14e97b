# SPDX-License-Identifier: Apache-2.0
"""Servers, the load on them, and tables of what came of it."""

import pathlib
import re
import statistics
import subprocess
import sys
import time

SECONDS = {'us': 1e-6, 'ms': 1e-3, 's': 1}


class Server:
    """A program that serves for as long as the `with` statement."""

    def __init__(self, *command):
        begin = time.monotonic()
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE,
                                         text=True)
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f'{command[0]} did not start')
        self.starting_seconds = time.monotonic() - begin
        self.address = line.strip().rpartition(' ')[2]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()

    def _memory(self, field):
        status = pathlib.Path(f'/proc/{self._process.pid}/status').read_text()
        return int(re.search(rf'{field}:\s+(\d+) kB', status)[1]) * 1024 / 1e6

    def resident(self):
        """How much memory it has now, in MB."""
        return self._memory('VmRSS')

    def peak(self):
        """The most that it has had, in MB."""
        return self._memory('VmHWM')

    def forget_peak(self):
        pathlib.Path(f'/proc/{self._process.pid}/clear_refs').write_text('5')


def h2load(address, method, body, calls, reply, clients=4, streams=50):
    """Has h2load make calls, each with the file `body`.

    Returns calls a second, and how many calls failed. h2load does not know
    gRPC's statuses. But a call that fails has no messages, of which each other
    call has `reply` bytes.
    """
    out = subprocess.run(
        ['h2load', f'--requests={calls}', f'--clients={clients}',
         '--threads=1', f'--max-concurrent-streams={streams}',
         f'--data={body}', '--header=content-type: application/grpc',
         '--header=te: trailers', f'http://{address}/{method}'],
        check=True, capture_output=True, text=True).stdout
    if f' {calls} succeeded' not in out:
        sys.exit(f'Not every call was answered:\n{out}')
    data = int(re.search(r'\((\d+)\) data', out)[1])
    number, unit = re.search(r'finished in ([\d.]+)(us|ms|s),', out).groups()
    return (calls / (float(number) * SECONDS[unit]),
            max(0, calls - data // reply))


def progress(text):
    """Shows what goes on, in a line that the next one replaces."""
    if sys.stderr.isatty():
        print(f'\r\033[K{text}', end='', file=sys.stderr, flush=True)


def take_turns(title, rounds, measurements):
    """The median of each measurement, by its name.

    They take turns, so that all meet the same machine. The first round warms
    up. A measurement returns a figure, or several by their names.
    """
    figures = {name: [] for name in measurements}
    for turn in range(rounds + 1):
        for name, measure in measurements.items():
            progress(f'{title}, round {turn} of {rounds}: {name}')
            figure = measure()
            if turn > 0:
                figures[name].append(figure)
    progress('')
    return {name: median(values) for name, values in figures.items()}


def median(values):
    if isinstance(values[0], dict):
        return {key: statistics.median(value[key] for value in values)
                for key in values[0]}
    return statistics.median(values)


def shown(value):
    """A figure as people read it: three digits of it matter."""
    if isinstance(value, str):
        return value
    if value >= 100:
        return f'{round(value, 3 - len(str(int(value)))):,.0f}'
    return f'{value:.1f}' if value >= 10 else f'{value:.2f}'


def print_table(head, rows):
    """In Markdown."""
    rows = [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *rows)]
    for row in [head, ['-' * width for width in widths], *rows]:
        print('| ' + ' | '.join(f'{cell:<{width}}' for cell, width
                                in zip(row, widths)) + ' |')
    print(flush=True)

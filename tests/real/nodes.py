# SPDX-License-Identifier: Apache-2.0
"""Real programs for the tests of this folder: btcd, lnd, lightningd, cln-grpc.

All of them work in one temporary folder, listen on free ports of localhost, and
are gone at the end. What they print is waited for. Where a program says nothing
of a change, it is asked again and again: see poll.

Import it before process and programs, which it finds for the others.
"""

import argparse
import atexit
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / 'programs'))

import process  # pylint: disable=wrong-import-position
import programs  # pylint: disable=wrong-import-position

TIMEOUT = 120  # Seconds. Under load, a node takes half a minute to start.
SKIPPED = 77  # The exit status that ctest takes for it.

# Ends the script before ctest does: that would leave the nodes running.
TIMEOUT_OF_ALL = 840


def progress(text):
    print(f'  {time.strftime("%H:%M:%S")} {text}', flush=True)


class CommandFailed(Exception):
    """What a command said when it failed."""


def poll(what, ask):
    """Asks until the answer is true, and returns it.

    For what lncli and btcctl tell only when asked: that a node is ready for a
    command, a balance, whether a channel is active.
    """
    deadline = time.monotonic() + TIMEOUT
    failure = ''
    while time.monotonic() < deadline:
        try:
            if answer := ask():
                return answer
        except CommandFailed as error:
            failure = error
        time.sleep(0.2)
    raise AssertionError(f'{what}: not within {TIMEOUT} s. {failure}')


def free_port():
    """For a program that cannot say which port it was given."""
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def accepts(port):
    """Whether somebody listens there."""
    with socket.socket() as connection:
        return connection.connect_ex(('127.0.0.1', port)) == 0


class Node(process.Process):
    """A program that runs on in `folder`, which is its home as well."""

    def __init__(self, folder, *argv):
        super().__init__(
            argv, cwd=folder, timeout=TIMEOUT, stderr=subprocess.STDOUT,
            env=process.ENVIRONMENT | {'HOME': str(folder)})
        # An interrupted unittest does not clean up.
        atexit.register(self._reap)

    def find(self, pattern):
        """Waits for a line that matches. If none comes, the program ends."""
        try:
            return self.wait_for_line(pattern)
        except BaseException:
            self._reap()
            raise

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()


def run(folder, *argv):
    """Runs a command, and returns the JSON that it prints."""
    done = subprocess.run(
        argv, cwd=folder, timeout=TIMEOUT, capture_output=True, check=False,
        encoding='utf-8', stdin=subprocess.DEVNULL,
        env=process.ENVIRONMENT | {'HOME': str(folder)})
    if done.returncode:
        raise CommandFailed(done.stdout + done.stderr)
    return json.loads(done.stdout)


def main(wanted):
    """Runs the script's tests, if the programs that they want are there."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--bin', required=True, type=pathlib.Path)
    options, rest = parser.parse_known_args()
    missing = [name for name in wanted if not shutil.which(name)]
    if missing:
        print('Skipped: not on the PATH: ' + ', '.join(missing))
        sys.exit(SKIPPED)
    programs.Program.folder = options.bin.resolve(strict=True)
    # As with Ctrl-C, no program is left behind.
    for number in signal.SIGTERM, signal.SIGALRM:
        signal.signal(number, signal.default_int_handler)
    signal.alarm(TIMEOUT_OF_ALL)
    unittest.main(argv=[sys.argv[0], *rest])

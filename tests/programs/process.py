# SPDX-License-Identifier: Apache-2.0
"""Runs commands for the tests of this folder, which import it.

Nothing here sleeps. A test waits for output or for an end; if it does not come
in time, an AssertionError shows what was printed so far.
"""

import codecs
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import threading
from typing import NamedTuple

TIMEOUT = 30  # Seconds.

# Without this machine's own settings for gRPC: a log, or a proxy.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith('GRPC_')} | {
                   'LC_ALL': 'C.UTF-8', 'no_grpc_proxy': 'localhost,127.0.0.1'}


class NoTerminal(Exception):
    """This machine has no pseudo-terminal to give."""


class Result(NamedTuple):
    status: int  # If negative, the number of the signal that ended it.
    out: str
    err: str


def open_terminal():
    """Both ends of one: a person's, and a program's."""
    try:
        ends = os.openpty()
    except OSError as error:
        raise NoTerminal(f'no terminal ({error})') from error
    return [open(end, 'r+b', buffering=0) for end in ends]


class Process:
    """A command, in a process group that ends at the end of a `with`.

    Its input, output and error are pipes, unless `popen` says otherwise, or,
    with terminal=True, one terminal whose whole screen is `out`.
    """

    def __init__(self, argv, *, terminal=False, timeout=TIMEOUT, **popen):
        self.name = pathlib.Path(argv[0]).name
        self.out = self.err = ''
        self._seen = 0  # How much of `out` was waited for.
        self._timeout = timeout
        self._running = True
        self._changed = threading.Condition()  # Guards all of the above.
        with contextlib.ExitStack() as files:
            ends = dict.fromkeys(('stdin', 'stdout', 'stderr'),
                                 subprocess.PIPE)
            if terminal:
                screen, end = map(files.enter_context, open_terminal())
                popen |= dict.fromkeys(ends, end)
            self._popen = subprocess.Popen(
                argv, bufsize=0, start_new_session=True,
                **{'env': ENVIRONMENT} | ends | popen)
            if terminal:
                end.close()
            self.stdin = screen if terminal else self._popen.stdin
            outputs = {'out': screen if terminal else self._popen.stdout,
                       'err': self._popen.stderr}
            outputs = {name: file for name, file in outputs.items() if file}
            for file in self.stdin, *outputs.values():
                files.callback(file.close)
            self._files = files.pop_all()
        self._open = len(outputs)
        for name, file in outputs.items():
            self._start(self._read, name, file)
        self._start(self._watch)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._reap()

    def write(self, text):
        """Sends text or bytes. Whether they arrived, the result will tell."""
        data = text if isinstance(text, bytes) else text.encode()
        with contextlib.suppress(BrokenPipeError):
            self.stdin.write(data)

    def signal(self, number):
        if self._popen.returncode is None:
            os.kill(self._popen.pid, number)

    def wait_for_text(self, text):
        """Waits for `text` on standard output, after what was waited for."""
        self._wait_for(re.escape(text))

    def wait_for_line(self, pattern):
        """Waits likewise for a whole line, and returns the match."""
        return self._wait_for(rf'^{pattern}\r?\n')

    def wait(self):
        """Waits for the end of the command and of its output."""
        self._wait_until(self._over, 'end')
        return Result(self._reap(), self.out, self.err)

    def finish(self, text=''):
        """Sends the last of the input, and waits for the end."""
        self.write(text)
        self.stdin.close()
        return self.wait()

    def _wait_for(self, pattern):
        regex = re.compile(pattern, re.MULTILINE)
        match = self._wait_until(
            lambda: regex.search(self.out, self._seen) or self._over(),
            f'print {pattern!r}')
        if match is True:
            raise self._failure(f'ended before it printed {pattern!r}')
        self._seen = match.end()
        return match

    def _wait_until(self, predicate, what):
        with self._changed:
            outcome = self._changed.wait_for(predicate, self._timeout)
        if not outcome:
            raise self._failure(f'did not {what} within {self._timeout} s')
        return outcome

    def _failure(self, what):
        return AssertionError(
            f'{self.name} {what}. Its output:\n{self.out}{self.err}')

    @staticmethod
    def _start(target, *args):
        threading.Thread(target=target, args=args, daemon=True).start()

    def _over(self):
        return not self._running and not self._open

    def _read(self, name, file):
        decoder = codecs.getincrementaldecoder('utf-8')('backslashreplace')
        while True:
            try:
                data = file.read(65536)
            except OSError:  # EIO: nobody has the terminal open any more.
                data = b''
            with self._changed:
                text = decoder.decode(data, final=not data)
                setattr(self, name, getattr(self, name) + text)
                self._open -= not data
                self._changed.notify_all()
            if not data:
                return

    def _watch(self):
        # WNOWAIT leaves the process's number taken, so that none other gets
        # killed in its place.
        os.waitid(os.P_PID, self._popen.pid, os.WEXITED | os.WNOWAIT)
        with self._changed:
            self._running = False
            self._changed.notify_all()

    def _reap(self):
        if self._popen.returncode is None:
            os.killpg(self._popen.pid, signal.SIGKILL)
            self._wait_until(self._over, 'end, although killed,')
            self._popen.wait()
            self._files.close()
        return self._popen.returncode

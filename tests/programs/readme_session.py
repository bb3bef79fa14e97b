# SPDX-License-Identifier: Apache-2.0
"""Follows a page for readme_test.py: runs its commands, as its reader would.

A page has fixed ports. Here every server gets a free one: ports are exchanged
in what is run, and back in what it prints.
"""

import contextlib
import difflib
import functools
import re
import shlex
import signal
import socket
import subprocess

from process import ENVIRONMENT, TIMEOUT, NoTerminal, Process

BUILD_TIMEOUT = 1200  # Seconds.

PROGRAM = re.compile(r'build/release/bin/(?P<name>\w+)(?P<rest>[^|;&<>]*)')
STARTED = r'Server started, listening on (\S+)'
PROMPT = re.compile(
    r'(Please enter a name \(or nothing to stop chatting\):'
    r'|Which rpc would you like to make:) ?(.*)')
TEST_RUN = re.compile(r'(?<![^\s;&|])(ctest|tests/run\.sh)\b[^;&|]*')
# What leads to a working tree, or would change the machine or the build.
SKIPPED = re.compile(r'git clone |cd |sudo |cmake .*-D')


class Session:
    """What runs while one page is followed.

    `report` is called with the line of a command and with what went wrong.
    """

    def __init__(self, root, programs, preset, report):
        self._root = root
        self._programs = programs
        self._preset = preset
        self._report = report
        self._ports = {}  # By port on the page, the real one.
        self._servers = {}  # By port on the page.
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with self._stack:
            for port in [*self._servers]:
                self._stop(port)

    def run(self, command):
        """Returns whether the command could be run."""
        if SKIPPED.match(command.text):
            return False
        program = PROGRAM.match(command.text)
        starts = command.output is None or re.search(
            f'^{STARTED}', '\n'.join(command.output), re.MULTILINE)
        try:
            if program and serves(program) and starts:
                self._serve(command, program, starts)
            else:
                self._finish(command)
        except NoTerminal as reason:
            print(f'skipped, for there is {reason}: {command.text}')
            for _, server_command in self._servers.values():
                server_command.output = None
            return False
        except AssertionError as failure:
            self._report(command.line, str(failure))
        return True

    def _serve(self, command, program, starts):
        """Starts a server, in place of the one at the same port if any."""
        flag, address = self._address(program)
        page = starts[1] if command.output else address
        host, _, port = page.rpartition(':')
        self._stop(port)
        # One without a flag has no port.
        listen = {'--listen': f' --listen={host}:0',
                  '--grpc_port': ' --grpc_port=0'}.get(flag, '')
        server = self._start(self._adapt(command.text) + listen)
        address = server.wait_for_line(STARTED)[1]
        self._ports[port] = address.rpartition(':')[2]
        self._servers[port] = server, command

    def _stop(self, port):
        if port in self._servers:
            server, command = self._servers.pop(port)
            server.signal(signal.SIGTERM)
            try:
                self._compare(command, server.wait())
            except AssertionError as failure:
                self._report(command.line, str(failure))

    def _finish(self, command):
        answers = [*filter(None, map(PROMPT.fullmatch, command.output or []))]
        terminal = {'terminal': True} if answers else {}
        with self._start(self._adapt(command.text), **terminal) as process:
            for prompt, answer in map(re.Match.groups, answers):
                process.wait_for_text(prompt + ' ')
                process.write(answer + '\n')
            self._compare(command,
                          process.wait() if answers else process.finish())

    def _start(self, text, **options):
        return self._stack.enter_context(Process(
            ['bash', '-c', text], cwd=self._root, stderr=subprocess.STDOUT,
            env=ENVIRONMENT | {'PRESET': self._preset, 'NO_INSTALL': '1'},
            timeout=TIMEOUT if str(self._programs) in text else BUILD_TIMEOUT,
            **options))

    def _adapt(self, text):
        """The command with this build's programs, preset and ports."""
        text = PROGRAM.sub(self._adapt_program, text)
        text = re.sub(r'--preset[ =]release\b', f'--preset {self._preset}',
                      text)
        # Of a test run within this test run, only the list.
        return TEST_RUN.sub(lambda run: f'{run[0].rstrip()} -N ', text)

    def _adapt_program(self, match):
        path = shlex.quote(str(self._programs / match['name']))
        flag, address = self._address(match)
        host, _, port = address.rpartition(':')
        if flag != '--grpc_port' and port.isdecimal() and (
                flag == '--target' or port in self._servers):
            others = re.sub(rf' {flag}=\S+', '', match['rest'])
            return f'{path} {flag}={host}:{self._real_port(port)}{others}'
        return path + match['rest']

    def _address(self, match):
        """A program's address flag, and its value on the page."""
        default = default_address(self._programs / match['name'], match['rest'])
        flag = default[0] or ' '
        given = re.search(rf' {flag}=(\S+)', match['rest'])
        return (flag, given[1]) if given else default

    def _real_port(self, port):
        if port not in self._ports:
            # Bound but not listening: nobody is there, nor will be.
            nobody = self._stack.enter_context(socket.socket())
            nobody.bind(('127.0.0.1', 0))
            self._ports[port] = str(nobody.getsockname()[1])
        return self._ports[port]

    def _compare(self, command, result):
        # A shell's status where a signal has ended the command.
        status = result.status if result.status >= 0 else 128 - result.status
        text = result.out.replace('\r\n', '\n')
        if status != command.status:
            self._report(command.line, f'the exit status is {status}, not '
                         f'{command.status}. The output:\n{text}')
        if command.output is None or command.text.startswith('tests/run.sh'):
            return
        for port, real in self._ports.items():
            text = re.sub(rf':{real}\b', f':{port}', text)
        page = '\n'.join(command.output)
        if command.text.startswith('examples/run.sh'):
            text = text.replace(f'build/{self._preset}/', 'build/release/')
            page, text = (re.sub(r'\blocalhost:\d+', 'localhost:PORT', either)
                          for either in (page, text))
        if difference := compare(page, text):
            self._report(command.line, difference)


def serves(program):
    """Whether it runs until it is stopped: one that is, or plays, a server."""
    return (program['name'].endswith('_server') or
            program['name'].startswith('fake_') or
            ' --serve' in program['rest'])


def default_address(path, arguments=''):
    """A program's address flag and its default; empty if it has none.

    One that can do both listens with --serve, and connects with --call.
    """
    flags = address_flags(path)
    if '--serve' in flags:
        mode = re.search(r' (--serve|--call)\b', arguments)
        flag = {'--serve': '--listen', '--call': '--target'}.get(
            mode and mode[1])
    else:
        flag = next(iter(flags), None)
    return (flag, flags[flag]) if flag in flags else ('', '')


@functools.cache
def address_flags(path):
    """By name, the defaults of a program's flags that have to do with one."""
    if not path.exists():
        return {}
    with Process([path, '--help']) as program:
        return dict(re.findall(
            r'(--listen|--target|--serve|--grpc_port)=(\S+)',
            program.finish().out))


def compare(page, text):
    """A diff, unless text is what the page has.

    On the page `...` is any text in a line, or, alone on one, any lines.
    """
    page, text = ([line.rstrip() for line in either.rstrip().split('\n')]
                  for either in (page, text))
    pattern = ''.join(
        r'(?:.*\n)*' if line.strip() == '...'
        else '.*'.join(map(re.escape, line.split('...'))) + r'\n'
        for line in page)
    if re.fullmatch(pattern, '\n'.join(text) + '\n'):
        return ''
    return '\n'.join(difflib.unified_diff(page, text, 'the page', 'the run',
                                          lineterm=''))

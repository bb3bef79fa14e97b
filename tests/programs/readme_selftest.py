# SPDX-License-Identifier: Apache-2.0
"""Tests readme_test.py: that it passes good pages, and no others.

    python3 tests/programs/readme_selftest.py --bin build/dev/bin [TEST...]
"""

import argparse
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from process import NoTerminal, Process, open_terminal

PROMPT = 'Please enter a name (or nothing to stop chatting):'
STARS = '*' * 20

GOOD_PAGE = f"""\
A [page](good.md), a [link](https://example.com/none), and `[code](none)`.

```text
A diagram.
```

    $ build/release/bin/none

```console
$ build/release/bin/greeter_client
UNAVAILABLE: SayHello: ...127.0.0.1:50051: ...
[1]
```

1. Start the server:

   ```console
   $ build/release/bin/hello_server --interval=10ms
   Server started, listening on localhost:3001
   {STARS}
   name: "you"
   greeting: "Hello"

   name: "World"
   greeting: "Hello"
   ```

```console
$ build/release/bin/hello_bidi_streaming
{PROMPT} you
{STARS}
message: "Hello you"

{PROMPT}
$ build/release/bin/hello_unary \\
    --target=localhost:3001 | cat
message: "Hello World"

$ build/release/bin/hello_server
UNAVAILABLE: cannot listen on localhost:3001: ...
[1]
```

```console
$ build/release/bin/greeter_server --listen=localhost:4000
Server started, listening on localhost:4000
$ build/release/bin/greeter_client --target=localhost:4000
Greeter client received: Hello, you!
Greeter client received: Hello again, you!
```

```sh
# A comment.
git clone https://example.com/none && cd none
build/release/bin/greeter_callback_server
build/release/bin/greeter_callback_client --name=you
true
```

```console
$ build/release/bin/deadline --serve --listen=localhost:4001
Server started, listening on localhost:4001
desk: ...
...
$ build/release/bin/deadline --call --target=localhost:4001
What the server sees is in its own terminal.
...
```

```sh
cd none
```

```cpp
int main() {{
  ...
}}
```
"""


class ReadmeTest(unittest.TestCase):

    programs = None  # Where they are built. Set it first.

    def test_a_page_that_tells_the_truth_passes(self):
        status, out = self.check(GOOD_PAGE)
        self.assertEqual((status, out.splitlines()[-1]),
                         (0, '7 blocks checked, 2 skipped'), out)

    def test_wrong_output_fails(self):
        self.assert_fails('```console\n$ echo a; echo b\na\nc\n```', 2,
                          '--- the page', '-c\n+b')

    def test_missing_output_fails(self):
        self.assert_fails('```console\n$ echo a\n```', 2, '+a')

    def test_wrong_output_of_a_server_fails(self):
        self.assert_fails(
            '```console\n$ build/release/bin/hello_server\n'
            'Server started, listening on localhost:3001\nname: "me"\n```\n'
            '```sh\nbuild/release/bin/hello_unary --name=you\n```', 2,
            '-name: "me"\n+name: "you"')

    def test_a_wrong_exit_status_fails(self):
        self.assert_fails('```console\n$ true\n[1]\n```', 2,
                          'the exit status is 0, not 1')
        self.assert_fails('```console\n$ exit 3\n```', 2,
                          'the exit status is 3, not 0')
        self.assert_fails('\n```sh\ntrue\nfalse\n```', 4,
                          'the exit status is 1, not 0')

    def test_a_prompt_that_does_not_come_fails(self):
        try:
            for end in open_terminal():
                end.close()
        except NoTerminal as reason:
            self.skipTest(str(reason))
        self.assert_fails(f'```console\n$ echo hello\n{PROMPT} you\n```', 2,
                          'ended before it printed')

    def test_an_excerpt_of_no_source_fails(self):
        for lines in ('int main() {\n}', '}\nint main() {', 'int  main() {',
                      '  int main() {\n  return 0;', 'int main() {\n...\n{'):
            with self.subTest(lines):
                self.assert_fails(f'```cpp\n{lines}\n```', 2, 'no source')

    def test_a_dead_link_fails(self):
        for link in '[a](none.md)', '[![a](none)](good.md#b)', '[a]: none':
            with self.subTest(link):
                self.assert_fails(f'Text\n\n{link}', 3, 'there is no none')

    def test_an_unknown_language_fails(self):
        for language in '', 'python':
            self.assert_fails(f'```{language}\nA\n```', 2,
                              f"no known language: '{language}'")

    def test_each_failure_is_reported(self):
        status, out = self.check('[a](none)\n```x\n```\n```sh\nfalse\n```')
        self.assertEqual((status, out.count('page.md:')), (1, 3), out)

    def check(self, text):
        """The status and output of the check of a page with that text."""
        folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))
        page = folder / 'page.md'
        page.write_text(text, encoding='utf-8')
        (folder / 'good.md').touch()
        (folder / 'main.cc').write_text('  int main() {\n    return 0;\n  }')
        checker = pathlib.Path(__file__).with_name('readme_test.py')
        with Process([sys.executable, checker, '--bin', self.programs,
                      '--preset', 'none', page],
                     stderr=subprocess.STDOUT) as process:
            result = process.finish()
        return result.status, result.out

    def assert_fails(self, text, line, *messages):
        status, out = self.check(text)
        self.assertEqual(status, 1, out)
        self.assertIn(f'page.md:{line}: ', out)
        for message in messages:
            self.assertIn(message, out)


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--bin', required=True, type=pathlib.Path)
    options, rest = parser.parse_known_args()
    ReadmeTest.programs = options.bin.resolve(strict=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == '__main__':
    main()

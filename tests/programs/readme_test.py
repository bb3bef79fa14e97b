# SPDX-License-Identifier: Apache-2.0
"""Does what the pages say, and compares what happens with what they show.

    python3 tests/programs/readme_test.py --bin build/dev/bin --preset dev \\
        README.md [PAGE...]

Every fenced block is checked, as its language says:

console      commands after `$ `, and exactly what they print; `...` is any
             text in a line, or, alone on one, any lines, and a last line `[1]`
             the exit status. A server runs
             on until the page ends or starts another at the same port, and
             its output is all that it prints until then.
sh           commands, a line each; all must succeed.
cpp, proto,  excerpts of a source in the page's folder, protos/, cmake/ or, for a
cmake        feature, the features' tests; a line `...` is any lines.
text, diff   not checked.

Every relative link must lead somewhere.
"""

import argparse
import pathlib
import signal
import sys

import readme
from readme_session import Session

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Checker:
    """Checks pages, prints what is wrong with them, and counts it."""

    def __init__(self, programs, preset):
        self._programs = programs
        self._preset = preset
        self.checked = self.skipped = self.failed = 0

    def check(self, page):
        def report(line, message):
            self.failed += 1
            print(f'{page}:{line}: {message}', flush=True)

        blocks, prose = readme.parse(page.read_text(encoding='utf-8'))
        for line, target in readme.links(prose):
            folder = ROOT if target.startswith('/') else page.parent
            if not (folder / target.lstrip('/')).exists():
                report(line, f'there is no {target}')
        with Session(ROOT, self._programs, self._preset, report) as session:
            for block in blocks:
                if self._check_block(block, page, session, report):
                    self.checked += 1
                else:
                    self.skipped += 1

    def _check_block(self, block, page, session, report):
        """Returns whether there was anything to check."""
        if block.language in ('text', 'diff'):
            return False
        if block.language in ('console', 'sh'):
            try:
                commands = readme.commands(block)
            except ValueError as error:
                report(block.line, str(error))
                return True
            return any([session.run(command) for command in commands])
        if block.language not in readme.SOURCES:
            report(block.line, f'a block in no known language: '
                   f"'{block.language}'")
        elif not readme.is_excerpt(
                block, [page.parent, ROOT / 'protos', ROOT / 'cmake'] +
                [ROOT / 'tests/features'] * ('features' in page.parts)):
            report(block.line, f'no source has these lines: '
                   f'{block.lines[:1]}')
        return True


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bin', required=True, type=pathlib.Path,
                        help='where the programs are')
    parser.add_argument('--preset', required=True,
                        help='the CMake preset they were built with')
    parser.add_argument('pages', nargs='+', type=pathlib.Path)
    options = parser.parse_args()
    # As with Ctrl-C, no program is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    checker = Checker(options.bin.resolve(strict=True), options.preset)
    for page in options.pages:
        checker.check(page)
    print(f'{checker.checked} blocks checked, {checker.skipped} skipped')
    sys.exit(checker.failed > 0)


if __name__ == '__main__':
    main()

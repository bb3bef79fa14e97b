# SPDX-License-Identifier: Apache-2.0
"""Reads a Markdown page for readme_test.py: its blocks, commands and links."""

import dataclasses
import os
import pathlib
import re
import textwrap
import urllib.parse

# A fence is three backticks or tildes or more, and the block's language.
FENCE = re.compile(r'( *)(`{3,}(?=[^`]*$)|~{3,})\s*(\S*)')
INLINE_CODE = re.compile(r'(`+)(?!`).*?(?<!`)\1(?!`)')
LINK = re.compile(r'\]\(\s*<?([^)\s>]+)'            # [text](target)
                  r'|^ {0,3}\[[^]]+\]:\s*<?([^\s>]+)'  # [label]: target
                  r'|\b(?:src|href)="([^"]+)"')
STATUS = re.compile(r'\[(\d+)\]\s*')

# Where the excerpts in a language may come from.
SOURCES = {
    'cpp': re.compile(r'.*\.(cc|h)'),
    'proto': re.compile(r'.*\.proto'),
    'cmake': re.compile(r'.*\.cmake|CMakeLists\.txt'),
}


@dataclasses.dataclass
class Block:
    """A fenced block; `line` is the number of its first line."""
    language: str
    line: int
    lines: list[str]


@dataclasses.dataclass
class Command:
    """What a page tells its reader to type, and to expect.

    Without an expected output, any will do.
    """
    line: int
    text: str
    output: list[str] | None = None
    status: int = 0


def parse(text):
    """The page's blocks, and the others of its lines with their numbers."""
    blocks, prose = [], []
    indent = end = None
    for number, line in enumerate(text.split('\n'), 1):
        if end is None:
            if fence := FENCE.match(line):
                indent, marks, language = fence.groups()
                end = re.compile(rf' *{marks[0]}{{{len(marks)},}}\s*')
                blocks.append(Block(language, number + 1, []))
            else:
                prose.append((number, line))
        elif end.fullmatch(line):
            end = None
        else:
            blocks[-1].lines.append(line.removeprefix(indent))
    return blocks, prose


def links(prose):
    """The relative targets of links, without anchors, and their lines."""
    for number, line in prose:
        for match in LINK.finditer(INLINE_CODE.sub('', line)):
            target = urllib.parse.urlsplit(next(filter(None, match.groups())))
            if target.path and not target.scheme and not target.netloc:
                yield number, urllib.parse.unquote(target.path)


def commands(block):
    """The commands in a block of console or sh."""
    console = block.language == 'console'
    lines = enumerate(block.lines, block.line)
    found = []
    for number, line in lines:
        if console and not line.startswith('$ '):
            if not found:
                raise ValueError('output that no command precedes')
            found[-1].output.append(line)
        elif line.strip() and not line.startswith('#'):
            text = line.removeprefix('$ ') if console else line
            while text.endswith('\\'):
                text = text[:-1] + next(lines, (0, ''))[1].lstrip()
            found.append(Command(number, text, [] if console else None))
    for command in found:
        command.output = _without_blank_end(command.output)
        if command.output and (end := STATUS.fullmatch(command.output[-1])):
            command.status = int(end[1])
            command.output = _without_blank_end(command.output[:-1])
    return found


def _without_blank_end(lines):
    return lines and '\n'.join(lines).rstrip().split('\n')


def is_excerpt(block, folders):
    """Whether a source in the folders has the block's lines, indented alike.

    A line that is `...` stands for any lines.
    """
    pattern, indent = '^', r'(?P<indent>[ \t]*)'
    for line in textwrap.dedent('\n'.join(block.lines)).split('\n'):
        if line.strip() == '...':
            pattern += r'(?:.*\n)*?'
        elif not line:
            pattern += r'\n'
        else:
            pattern += indent + re.escape(line) + r'\n'
            indent = '(?P=indent)'
    regex = re.compile(pattern, re.MULTILINE)
    return any(regex.search(source.read_text(encoding='utf-8') + '\n')
               for source in _sources(SOURCES[block.language], folders))


def _sources(name_pattern, folders):
    for top in folders:
        for folder, below, names in os.walk(top):
            below[:] = [name for name in below
                        if name != 'build' and not name.startswith('.')]
            yield from (pathlib.Path(folder, name) for name in names
                        if name_pattern.fullmatch(name))

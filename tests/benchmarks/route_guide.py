# SPDX-License-Identifier: Apache-2.0
"""Measures the RouteGuide in each API style, and says what was wanted of it.

    tests/benchmarks/run.sh route_guide

Prints tables in Markdown, and draws them. README.md says what is measured.
"""

import argparse
import pathlib
import signal
import tempfile

import plot
from measuring import print_table, shown
from route_guide_measurements import MILLION, Measurements

SVG = pathlib.Path(__file__).resolve().with_name('route_guide.svg')

# What sends each feature by itself, by the same API.
COMPARED = {'synchronous': 'a write each, synchronous',
            'callback': 'a write each, callback',
            'coroutine': 'a write each, callback'}


class Requirements:

    def __init__(self):
        self._rows = []

    def at_least(self, what, wanted, got):
        self._add(what, f'at least {shown(wanted)}', got, got >= wanted)

    def at_most(self, what, wanted, got):
        self._add(what, f'at most {shown(wanted)}', got, got <= wanted)

    def _add(self, what, wanted, got, met):
        self._rows.append([what, wanted, got, 'yes' if met else 'NO'])

    def print(self):
        print_table(['requirement', 'wanted', 'got', 'met'], self._rows)


def report_lookups(title, rates, styles, sizes, wanted, requirements):
    print(f'{title}, calls a second by number of features:\n')
    print_table(['server', *(f'{size:,}' for size in sizes)],
                [[style, *(rates[style, size] for size in sizes)]
                 for style in styles])
    for style in styles:
        requirements.at_least(
            f'{title}, {style}: rate at 1,000,000 to rate at 100', wanted,
            rates[style, MILLION] / rates[style, 100])


def report_everything(listed, styles, requirements):
    print('ListFeatures of a million features:\n')
    rows = []
    for name, figures in listed.items():
        plain = listed.get(COMPARED.get(name))
        ratio = plain['h2load'] / figures['h2load'] if plain else '-'
        first = 100 * figures['first'] / figures['seconds']
        rows.append([name, figures['h2load'], ratio, figures['seconds'],
                     figures['first'] * 1e3, figures['growth']])
        if name not in styles:
            continue
        if plain:
            requirements.at_least(f'everything, {name}: times as fast as a '
                                  'write each', 5, ratio)
        requirements.at_most(f'everything, {name}: MB more meanwhile', 10,
                             figures['growth'])
        requirements.at_most(f'everything, {name}: percent of the time until '
                             'the first', 5, first)
    print_table(['server', 'seconds, h2load', 'times as fast',
                 'seconds, C++ client', 'first after ms', 'MB more'], rows)


def report_streams(routes, chats, styles, requirements):
    print('RecordRoute, calls a second of 1000 points each, and RouteChat, '
          'microseconds a reply:\n')
    print_table(['server', '4 routes at once', '200 at once',
                 '4, C++ client', 'chat, 2nd call', '20th call'],
                [[style, *(routes[style][key]
                           for key in ('h2load 4', 'h2load 200', 'client')),
                  chats[style]['second_us'], chats[style]['last_us']]
                 for style in styles])
    requirements.at_least('RecordRoute, callback: calls a second', 1000,
                          routes['callback']['h2load 4'])
    for style in styles:
        requirements.at_most(
            f'RouteChat, {style}: a reply in the 20th call to the 2nd', 1.5,
            chats[style]['last_us'] / chats[style]['second_us'])


def report_memory(loading, endless, styles, requirements):
    print('A million features loaded, and an endless chat, in MB:\n')
    print_table(['server', 'seconds to load', 'loaded', 'while loading',
                 'after 200,000 notes', 'after 1,000,000'],
                [[style, *(loading[style][key]
                           for key in ('seconds', 'resident', 'peak')),
                  endless[style]['before'], endless[style]['after']]
                 for style in styles])
    for style in styles:
        requirements.at_most(f'loaded, {style}: MB', 150,
                             loading[style]['resident'])
        requirements.at_most(f'loading, {style}: seconds', 3,
                             loading[style]['seconds'])
        requirements.at_most(f'endless chat, {style}: memory to that at '
                             '200,000 notes', 1.1,
                             endless[style]['after'] / endless[style]['before'])


def main():
    # As with Ctrl-C, no server and no file is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True, type=pathlib.Path)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--large', action='store_true',
                        help='10 million features as well: 5 GB of memory')
    options = parser.parse_args()
    sizes = [100, 10_000, MILLION] + [10 * MILLION] * options.large

    requirements = Requirements()
    with tempfile.TemporaryDirectory() as folder:
        measure = Measurements(options.build.resolve(strict=True),
                               pathlib.Path(folder), options.rounds)
        measure.make_files(sizes)
        styles = measure.styles

        get, few = measure.lookups(sizes)
        report_lookups('GetFeature', get, styles, sizes, 0.8, requirements)
        report_lookups('ListFeatures of ten', few, styles, sizes, 0.5,
                       requirements)
        listed = measure.list_everything()
        report_everything(listed, styles, requirements)
        routes, chats = measure.record_route(), measure.route_chat()
        report_streams(routes, chats, styles, requirements)
        loading, endless = measure.loading(), measure.endless_chat()
        report_memory(loading, endless, styles, requirements)
    for style in styles:
        requirements.at_most(f'{style}: calls that failed, of all', 0,
                             measure.failed_calls[style])
    requirements.print()
    SVG.write_text(plot.drawing(styles, sizes, get, few, listed, routes, chats,
                                loading), encoding='utf-8')
    print(f'Drawn in {SVG.name}')


if __name__ == '__main__':
    main()

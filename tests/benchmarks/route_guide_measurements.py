# SPDX-License-Identifier: Apache-2.0
"""What is measured of the RouteGuide's servers."""

import collections
import contextlib
import subprocess

import feature_files
from measuring import Server, h2load, progress, take_turns

STYLES = {
    'synchronous': 'route_guide_server',
    'callback': 'route_guide_callback_server',
    'completion queue': 'route_guide_async_server',
    'coroutine': 'route_guide_coroutine_server',
}
# The servers that send each feature by itself, and their --style.
PLAIN = {'a write each, synchronous': 'sync',
         'a write each, callback': 'callback'}
MILLION = 1_000_000
SERVICE = 'routeguide.RouteGuide'


class Measurements:
    """Each method returns medians, by style and by what else there is."""

    def __init__(self, build, folder, rounds):
        self._benchmarks = build / 'benchmarks'
        self._programs = {
            style: build / 'bin' / name for style, name in STYLES.items()
            if (build / 'bin' / name).exists()}
        self._folder = folder
        self._rounds = rounds
        self.styles = list(self._programs)
        self.failed_calls = collections.Counter()

    def make_files(self, sizes):
        for size in sizes:
            progress(f'Writing {size:,} features')
            feature_files.write(self._features(size), size)
        places = list(feature_files.places(1000))
        found = [feature_files.feature(f'Feature{number}', place)
                 for number, place in enumerate(places[:feature_files.HITS])]
        self._replies = {
            'get': len(feature_files.framed(found[0])),
            'few': len(feature_files.framed(*found)),
            'route': len(feature_files.framed(feature_files.summary(
                points=1000, features=100))),
        }
        bodies = {
            'get': [feature_files.point(feature_files.KNOWN)],
            'few': [feature_files.rectangle(feature_files.LOW,
                                            feature_files.HIGH)],
            'all': [feature_files.rectangle(*feature_files.EARTH)],
            'route': [feature_files.point(place) for place in places],
        }
        for name, messages in bodies.items():
            (self._folder / name).write_bytes(feature_files.framed(*messages))

    def _features(self, size):
        return self._folder / f'{size}.json'

    def _server(self, style, size):
        return Server(self._programs[style], '--listen=localhost:0',
                      f'--db_path={self._features(size)}')

    def _plain(self, style):
        return Server(self._benchmarks / 'plain_server', f'--style={style}',
                      '--listen=localhost:0',
                      f'--db_path={self._features(MILLION)}')

    def _h2load(self, style, server, call, body, calls, **options):
        rate, failed = h2load(server.address, f'{SERVICE}/{call}',
                              self._folder / body, calls, **options)
        self.failed_calls[style] += failed
        return rate

    def _load(self, server, call, **flags):
        """What the C++ client prints: figures by their names."""
        words = subprocess.run(
            [self._benchmarks / 'route_guide_load', f'--call={call}',
             f'--target={server.address}',
             *(f'--{name}={value}' for name, value in flags.items())],
            check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        return dict(zip(words[::2], map(float, words[1::2])))

    def lookups(self, sizes):
        """Calls a second of GetFeature and of a small rectangle, by style and
        number of features."""
        with contextlib.ExitStack() as stack:
            progress('Loading')
            servers = {
                (style, size): stack.enter_context(self._server(style, size))
                for style in self.styles for size in sizes}
            return [
                take_turns(call, self._rounds, {
                    name: lambda style=name[0], server=server: self._h2load(
                        style, server, call, body, calls,
                        reply=self._replies[body])
                    for name, server in servers.items()})
                for call, body, calls in [('GetFeature', 'get', 100_000),
                                          ('ListFeatures', 'few', 30_000)]]

    def list_everything(self):
        """A million features, also of the plain servers."""
        def measure(style, server):
            before = server.resident()
            server.forget_peak()
            figures = self._load(server, 'list_features')
            if figures['features'] != MILLION:
                raise RuntimeError(f'got {figures["features"]} features')
            rate = self._h2load(style, server, 'ListFeatures', 'all', 1,
                                clients=1, streams=1,
                                reply=int(figures['bytes']))
            return figures | {'h2load': 1 / rate,
                              'growth': server.peak() - before}

        with contextlib.ExitStack() as stack:
            progress('Loading')
            servers = {style: self._server(style, MILLION)
                       for style in self.styles}
            servers |= {name: self._plain(style)
                        for name, style in PLAIN.items()}
            for server in servers.values():
                stack.enter_context(server)
            return take_turns('ListFeatures of everything', self._rounds, {
                name: lambda name=name, server=server: measure(name, server)
                for name, server in servers.items()})

    def record_route(self):
        """Calls a second, each with a thousand points."""
        def measure(style, server):
            rates = {f'h2load {4 * streams}': self._h2load(
                         style, server, 'RecordRoute', 'route', 1000,
                         streams=streams, reply=self._replies['route'])
                     for streams in (1, 50)}
            client = self._load(server, 'record_route', calls=1000)
            return rates | {'client': client['calls_per_second']}

        with contextlib.ExitStack() as stack:
            servers = {style: stack.enter_context(self._server(style, 100))
                       for style in self.styles}
            return take_turns('RecordRoute', self._rounds, {
                style: lambda style=style, server=server: measure(style, server)
                for style, server in servers.items()})

    def route_chat(self):
        """Microseconds a reply, in the second call and the twentieth."""
        def measure(style):
            with self._server(style, 100) as server:
                return self._load(server, 'route_chat')

        return take_turns('RouteChat', self._rounds, {
            style: lambda style=style: measure(style)
            for style in self.styles})

    def loading(self):
        """Seconds and memory until a million features are there."""
        def measure(style):
            with self._server(style, MILLION) as server:
                return {'seconds': server.starting_seconds,
                        'resident': server.resident(), 'peak': server.peak()}

        return take_turns('Loading', self._rounds, {
            style: lambda style=style: measure(style)
            for style in self.styles})

    def endless_chat(self):
        """Memory after 200,000 notes of a kilobyte, and after a million."""
        def measure(style):
            with self._server(style, 100) as server:
                self._load(server, 'post_notes', messages=100_000, calls=2)
                before = server.resident()
                self._load(server, 'post_notes', messages=100_000, calls=8)
                return {'before': before, 'after': server.resident()}

        return take_turns('Endless chat', 1, {
            style: lambda style=style: measure(style)
            for style in self.styles})

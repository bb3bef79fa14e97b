# SPDX-License-Identifier: Apache-2.0
"""Draws the RouteGuide's figures: panels of bars, in SVG.

The colours are those of Okabe and Ito, which hardly anyone mixes up.
"""

import dataclasses
import html

from measuring import shown

COLOURS = {'synchronous': '#0072b2', 'callback': '#e69f00',
           'completion queue': '#009e73', 'coroutine': '#cc79a7',
           'a write each, synchronous': '#767676',
           'a write each, callback': '#a6a6a6'}
WIDTH, MARGIN, ROW, BAR = 880, 24, 16, 12
COLUMN = (WIDTH - 3 * MARGIN) // 2
LABEL = 72  # Room for a figure after the longest bar.
@dataclasses.dataclass
class Panel:
    """Groups of bars: by their heading, the figures by their colours' names."""
    title: str
    unit: str
    groups: dict[str, dict[str, float]]

    def height(self):
        bars = sum(map(len, self.groups.values()))
        return 64 + ROW * bars + 28 * len(self.groups)

    def draw(self, left, top):
        yield _text(left, top + 16, self.title, 'font-size="15" '
                    'font-weight="600"')
        yield _text(left, top + 34, self.unit, 'class="quiet"')
        most = max(max(bars.values()) for bars in self.groups.values())
        y = top + 50
        for heading, bars in self.groups.items():
            yield _text(left, y + 12, heading)
            y += 18
            for name, value in bars.items():
                width = max(1, (COLUMN - LABEL) * value / most)
                yield (f'<rect x="{left}" y="{y}" width="{width:.1f}" '
                       f'height="{BAR}" rx="1.5" fill="{COLOURS[name]}"/>')
                yield _text(left + width + 6, y + BAR - 2, shown(value),
                            'font-size="11"')
                y += ROW
            y += 10


def _head(height):
    return f'''<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}"
  height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"
  font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="12">
<title>RouteGuide: what each API style does in a second</title>
<style>
  .paper {{ fill: #ffffff }} text {{ fill: #1f2328 }}
  .quiet {{ fill: #59636e }}
  @media (prefers-color-scheme: dark) {{
    .paper {{ fill: #0d1117 }} text {{ fill: #f0f6fc }}
    .quiet {{ fill: #9198a1 }}
  }}
</style>
<rect class="paper" width="100%" height="100%"/>
'''


def _text(x, y, text, attributes=''):
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes}>' \
           f'{html.escape(text)}</text>'


def _legend(names):
    x = MARGIN
    for name in names:
        yield (f'<rect x="{x:.1f}" y="{MARGIN - 6}" width="14" height="14" rx="2" '
               f'fill="{COLOURS[name]}"/>')
        yield _text(x + 20, MARGIN + 6, name)
        x += 34 + 6.6 * len(name)


def drawing(styles, sizes, get, few, listed, routes, chats, loading):
    """The SVG's text. The arguments are what Measurements gives."""
    def by_size(rates):
        return {f'{size:,} features': {style: rates[style, size]
                                       for style in styles}
                for size in sizes}

    everything = {name: 1e6 / figures['h2load']
                  for name, figures in listed.items()}
    panels = [
        Panel('GetFeature', 'calls a second', by_size(get)),
        Panel('ListFeatures of ten', 'calls a second', by_size(few)),
        Panel('Streams', 'messages a second', {
            'ListFeatures of a million': everything,
            'RecordRoute, four at once': {
                style: 1000 * routes[style]['h2load 4'] for style in styles},
            'RouteChat, replies of the 20th call': {
                style: 1e6 / chats[style]['last_us'] for style in styles}}),
        Panel('Memory', 'MB, a million features', {
            'once loaded': {style: loading[style]['resident']
                            for style in styles},
            'at most, while loading': {style: loading[style]['peak']
                                       for style in styles}}),
    ]
    parts = list(_legend(everything))
    top = MARGIN + 24
    for pair in panels[:2], panels[2:]:
        for column, panel in enumerate(pair):
            parts += panel.draw(MARGIN + column * (COLUMN + MARGIN), top)
        top += max(panel.height() for panel in pair)
    return _head(top) + '\n'.join(parts) + '\n</svg>\n'

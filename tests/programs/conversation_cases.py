# SPDX-License-Identifier: Apache-2.0
"""What clients and servers print as they talk. Run by programs_test.py."""

import process
from programs import STARS, TestCase, server_for

PROMPT = 'Please enter a name (or nothing to stop chatting): '
MENU = """\
1. hello - Unary
2. parrotHello - Server Side Streaming
3. clientHello - Client Side Streaming
4. biHello - Bidirectional Streaming
Which rpc would you like to make: """
WORLD = 'name: "World"\ngreeting: "Hello"\n\n'
WORLD_THRICE = ''.join(
    f'{STARS}message: "Hello World {number}"\n\n' for number in (1, 2, 3))
PLACE_PROMPT = 'Please enter a place (or nothing to arrive): '
NOTE_PROMPT = 'Please enter notes, a line each (or nothing to leave):\n'
NAMES = ['hello', 'how are you', "i'm fine", 'bye']
ESCAPED = ['hello', 'how are you', r"i\'m fine", 'bye']

TOUR = """\
GetFeature: what is there?
  42.5000, 1.5167: Andorra, Andorra
  0.0000, 0.0000: nothing
ListFeatures: what is between 40.0000, -80.0000 and 45.0000, -70.0000?
  43.6500, -79.3833: Toronto, Canada
  40.7142, -74.0064: New York, United States
RecordRoute: how far is it?
  10 points, 10 with a feature, 81861669 metres, 0 seconds
RouteChat: what do others say?
  sent 0.0000, 0.0000: First message
  sent 0.0000, 1.0000: Second message
  sent 1.0000, 0.0000: Third message
  sent 0.0000, 0.0000: Fourth message
  sent 1.0000, 0.0000: Fifth message
  got  0.0000, 0.0000: First message
"""


def notes(messages):
    return ''.join(f'48.8667, 2.3333: {message}\n' for message in messages)


def requests(names):
    return ''.join(f'{STARS}name: "{name}"\ngreeting: "Hello"\n\n'
                   for name in names)


def replies(names):
    return ''.join(f'{STARS}message: "Hello {name}"\n\n' for name in names)


def delayed_reply(names):
    return (f'{STARS}message: "You have sent {len(names)} messages. '
            'Please expect a delayed response."\n' + ''.join(
                f'request {{\n  name: "{name}"\n  greeting: "Hello"\n}}\n'
                for name in names) + '\n')


class ConversationTest(TestCase):

    def test_each_greeter_client_talks_to_each_greeter_server(self):
        styles = [
            'greeter',
            'greeter_callback',
            'greeter_coroutine',
            'greeter_async',
        ]
        for server_name in [f'{style}_server' for style in styles]:
            server = self.server(server_name)
            for client in [f'{style}_client' for style in styles]:
                with self.subTest(server=server_name, client=client):
                    self.assertEqual(
                        self.client(client, server).finish(),
                        (0, 'Greeter client received: Hello, you!\n'
                            'Greeter client received: Hello again, you!\n',
                         ''))
            self.assertEqual(
                server.stop(),
                (0, f'Server started, listening on {server.address}\n', ''))

    def test_each_route_guide_client_tours_with_each_server(self):
        styles = ['', 'callback_', 'coroutine_', 'async_']
        for server_style in styles:
            server = self.server(f'route_guide_{server_style}server')
            outputs = []
            for style in styles:
                with self.subTest(server=server_style, client=style):
                    client = self.client(f'route_guide_{style}client', server)
                    status, out, err = client.finish()
                    self.assertEqual((status, err), (0, ''))
                    outputs.append(out)
            # Each hears of the travellers before it.
            for number, out in enumerate(outputs):
                self.assertTrue(out.startswith(TOUR), out)
                self.assertEqual(out.count('  got  '), 2 + 9 * number)
            self.assertEqual(server.stop().status, 0)

    def test_a_unary_call_has_one_reply(self):
        self.by_pipe('hello_unary', '', 'message: "Hello World"\n\n', WORLD)

    def test_a_server_stream_has_three_replies(self):
        self.by_pipe('hello_server_streaming', '', WORLD_THRICE, WORLD)

    def test_a_client_stream_has_one_reply_to_all_names(self):
        self.by_pipe('hello_client_streaming', '\n'.join(NAMES),
                     delayed_reply(ESCAPED), requests(ESCAPED))

    def test_a_stream_in_two_directions_has_a_reply_to_each_name(self):
        self.by_pipe('hello_bidi_streaming', '\n'.join([*NAMES, '', 'unread']),
                     replies(ESCAPED), requests(ESCAPED))

    def test_the_menu_makes_each_of_the_four_calls(self):
        names = 'hello\nbye\n'
        for choice, out, log in [
                ('1\n', 'message: "Hello World"\n\n', WORLD),
                ('2\n', WORLD_THRICE, WORLD),
                ('3\n' + names, delayed_reply(names.split()),
                 requests(names.split())),
                ('4\n' + names, replies(names.split()),
                 requests(names.split()))]:
            with self.subTest(choice=choice):
                self.by_pipe('hello_client', choice, out, log)

    def test_names_are_of_any_alphabet_and_may_hold_a_nul(self):
        self.by_pipe('hello_bidi_streaming', 'Zoë\nМир\n世界 🌍\na\0b\n',
                     replies(['Zoë', 'Мир', '世界 🌍', r'a\000b']),
                     requests(['Zoë', 'Мир', '世界 🌍', r'a\000b']))

    def test_at_a_terminal_each_reply_comes_before_the_next_prompt(self):
        self.at_a_terminal('hello_bidi_streaming', [
            (PROMPT, 'Zoë', replies(['Zoë'])),
            (PROMPT, 'you', replies(['you'])),
            (PROMPT, '', '')])

    def test_at_a_terminal_the_menu_asks_whom_to_greet_at_once(self):
        self.at_a_terminal('hello_client', [
            (MENU, '3', ''),
            (PROMPT, 'hello', ''),
            (PROMPT, 'bye', ''),
            (PROMPT, '', delayed_reply(['hello', 'bye']))])

    def test_at_a_terminal_the_menu_asks_whom_to_chat_as(self):
        self.at_a_terminal('hello_client', [
            (MENU, '4', ''),
            (PROMPT, 'hello', replies(['hello'])),
            (PROMPT, '', '')])

    def test_a_point_has_one_feature(self):
        self.by_pipe('get_feature', '', '48.8667, 2.3333: Paris, France\n')

    def test_a_rectangle_has_its_features_from_corner_to_corner(self):
        self.by_pipe('list_features', '',
                     '50.8333, 4.3333: Brussels, Belgium\n'
                     '52.5000, 13.3667: Berlin, Germany\n'
                     '48.8667, 2.3333: Paris, France\n'
                     '49.6000, 6.1500: Luxembourg, Luxembourg\n'
                     '52.3667, 4.9000: Amsterdam, Netherlands\n')

    def test_a_route_of_names_and_points_has_one_summary(self):
        client = self.client('record_route', self.server('route_guide_server'))
        status, out, err = client.finish(
            'Paris, France\nRome, Italy\n0,0\n\nunread\n')
        self.assertEqual((status, err), (0, ''))
        # How long it took depends on the machine.
        self.assertRegex(out, r'\A3 points, 2 with a feature, 5931118 metres, '
                              r'\d+ seconds\n\Z')

    def test_each_note_is_answered_by_all_before_it(self):
        self.by_pipe('route_chat', 'one\ntwo\nthree\n\nunread\n',
                     notes(['one', 'one', 'two']))

    def test_two_chats_at_once_see_each_others_notes(self):
        server = self.server('route_guide_server')
        self.client('route_chat', server).finish('welcome\n')
        ada = self.client('route_chat', server)
        bob = self.client('route_chat', server)
        elsewhere = self.client('route_chat', server, '--at=0,0')
        ada.write('hi\n')
        ada.wait_for_line('48.8667, 2.3333: welcome')
        bob.write('ho\n')
        bob.wait_for_line('48.8667, 2.3333: hi')
        ada.write('Мир\n')
        self.assertEqual(bob.finish(), (0, notes(['welcome', 'hi']), ''))
        self.assertEqual(
            ada.finish(),
            (0, notes(['welcome', 'welcome', 'hi', 'ho']), ''))
        self.assertEqual(elsewhere.finish('Мир\n'), (0, '', ''))

    def test_at_a_terminal_a_traveller_is_asked_for_each_place(self):
        self.at_a_terminal('record_route', [
            (PLACE_PROMPT, 'Paris, France', ''),
            (PLACE_PROMPT, '', '1 point, 1 with a feature, 0 metres, '
                               '0 seconds\n')])  # One point takes no time.

    def test_at_a_terminal_a_chat_asks_once(self):
        self.at_a_terminal('route_chat', [
            (NOTE_PROMPT, 'one', ''),
            ('', 'two', ''),
            (notes(['one']), '', '')])

    def by_pipe(self, name, text, out, log=''):
        """The client reads `text`, and prints `out`; the server, `log`."""
        flags = ['--interval=10ms'] if name.startswith('hello') else []
        server = self.server(server_for(name), *flags)
        self.assertEqual(self.client(name, server).finish(text), (0, out, ''))
        start = f'Server started, listening on {server.address}\n'
        self.assertEqual(server.stop(), (0, start + log, ''))

    def at_a_terminal(self, name, turns):
        """The client asks; a person types; the client prints."""
        server = self.server(server_for(name))
        try:
            client = self.client(name, server, terminal=True)
        except process.NoTerminal as reason:
            self.skipTest(str(reason))
        for question, answer, _ in turns:
            client.wait_for_text(question.replace('\n', '\r\n'))
            client.write(answer + '\n')
        screen = ''.join(f'{question}{answer}\n{out}'
                         for question, answer, out in turns)
        self.assertEqual(client.wait(), (0, screen.replace('\n', '\r\n'), ''))

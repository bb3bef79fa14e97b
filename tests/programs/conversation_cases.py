# SPDX-License-Identifier: Apache-2.0
"""What clients and servers print as they talk. Run by programs_test.py."""

import process
from programs import STARS, TestCase

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
NAMES = ['hello', 'how are you', "i'm fine", 'bye']
ESCAPED = ['hello', 'how are you', r"i\'m fine", 'bye']


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

    def by_pipe(self, name, text, out, log):
        """The client reads `text`, and prints `out`; the server, `log`."""
        server = self.server('hello_server', '--interval=10ms')
        self.assertEqual(self.client(name, server).finish(text), (0, out, ''))
        start = f'Server started, listening on {server.address}\n'
        self.assertEqual(server.stop(), (0, start + log, ''))

    def at_a_terminal(self, name, turns):
        """The client asks; a person types; the client prints."""
        server = self.server('hello_server')
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

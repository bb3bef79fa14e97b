# SPDX-License-Identifier: Apache-2.0
"""Adds an RPC to the Greeter as examples/helloworld/README.md says, in a copy
of the tree, and forgets each of its steps in turn.

    python3 tests/programs/add_an_rpc_test.py
"""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from programs import Program, Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / 'examples/helloworld/README.md').read_text(encoding='utf-8')

PROTO, DECLARATION, DEFINITION = (
    'protos/helloworld.proto', 'examples/helloworld/greeter_server.h',
    'examples/helloworld/greeter_server.cc')


def changes():
    """By file, what the page's diffs replace and by what."""
    for path, diff in re.findall(r'```diff\n--- (\S+)\n(.*?)```', PAGE,
                                 re.DOTALL):
        lines = diff.splitlines(keepends=True)
        yield path, *(''.join(line[1:] for line in lines if line[0] in kept)
                      for kept in (' -', ' +'))


class AddAnRpcTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.tree = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        for part in 'cmake', 'examples', 'protos', 'tests':
            shutil.copytree(ROOT / part, cls.tree / part)
        shutil.copy(ROOT / 'CMakeLists.txt', cls.tree)
        subprocess.run(
            ['cmake', '-G', 'Ninja', '-B', 'build', '-DBUILD_TESTING=OFF'],
            cwd=cls.tree, check=True, capture_output=True)
        Program.folder = cls.tree / 'build/bin'

    def build(self, *forgotten):
        wanted = {path: (ROOT / path).read_text() for path, *_ in changes()}
        for path, old, new in changes():
            self.assertEqual(wanted[path].count(old), 1,
                             f'{path} has not\n{old}')
            if path not in forgotten:
                wanted[path] = wanted[path].replace(old, new)
        for path, text in wanted.items():
            file = self.tree / path
            if file.read_text() != text:  # Else nothing is to be built anew.
                file.write_text(text)
        return subprocess.run(
            ['cmake', '--build', 'build', '--target', 'greeter_server',
             'greeter_client'],
            cwd=self.tree, text=True, capture_output=True, check=False)

    def run_pair(self):
        with Server('greeter_server') as server, \
                Program('greeter_client',
                        f'--target={server.address}') as client:
            return client.finish()

    def assert_says(self, build, text):
        self.assertNotEqual(build.returncode, 0)
        # Compilers quote as they like.
        self.assertIn(text, re.sub('[‘’`]', "'", build.stdout))
        self.assertIn(text, PAGE)

    def test_with_all_four_steps_the_client_gets_a_third_greeting(self):
        build = self.build()
        self.assertEqual(build.returncode, 0, build.stdout)
        status, out, err = self.run_pair()
        self.assertEqual((status, err), (0, ''))
        self.assertIn(f'```text\n{out}```', PAGE)
        self.assertIn('Goodbye, you!', out)

    def test_without_the_proto_there_is_nothing_to_override(self):
        self.assert_says(self.build(PROTO),
                         "marked 'override', but does not override")

    def test_without_the_declaration_there_is_nothing_to_define(self):
        self.assert_says(self.build(DECLARATION),
                         "no declaration matches 'grpc::Status "
                         "GreeterService::SayGoodbye")

    def test_without_the_definition_there_is_nothing_to_link(self):
        self.assert_says(self.build(DEFINITION), 'undefined reference to')

    def test_without_the_method_it_is_unimplemented(self):
        build = self.build(DECLARATION, DEFINITION)
        self.assertEqual(build.returncode, 0, build.stdout)
        status, out, err = self.run_pair()
        self.assertEqual((status, err), (1, 'UNIMPLEMENTED: SayGoodbye\n'))
        self.assertIn(err.strip(), PAGE)
        self.assertEqual(out.count('Greeter client received: '), 2)

    def test_without_the_client_all_is_as_before(self):
        build = self.build(*(path for path, *_ in changes()
                             if 'client' in path))
        self.assertEqual(build.returncode, 0, build.stdout)
        status, out, err = self.run_pair()
        self.assertEqual((status, err), (0, ''))
        self.assertEqual(out.count('Greeter client received: '), 2)


if __name__ == '__main__':
    unittest.main()

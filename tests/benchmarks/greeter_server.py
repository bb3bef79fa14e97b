# SPDX-License-Identifier: Apache-2.0
"""The Greeter of the Python tutorial: what the C++ servers are compared with.

    python3 greeter_server.py FOLDER    (where the generated modules are)
"""

import concurrent.futures
import sys

import grpc

sys.path.append(sys.argv[1])
import helloworld_pb2  # noqa: E402
import helloworld_pb2_grpc  # noqa: E402


class Greeter(helloworld_pb2_grpc.GreeterServicer):

    def SayHello(self, request, context):
        return helloworld_pb2.HelloReply(message=f'Hello, {request.name}!')

    def SayHelloAgain(self, request, context):
        return helloworld_pb2.HelloReply(
            message=f'Hello again, {request.name}!')


server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=10))
helloworld_pb2_grpc.add_GreeterServicer_to_server(Greeter(), server)
port = server.add_insecure_port('localhost:0')
server.start()
print(f'Server started, listening on localhost:{port}', flush=True)
server.wait_for_termination()

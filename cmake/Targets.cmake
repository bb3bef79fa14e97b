# SPDX-License-Identifier: Apache-2.0
#
# One function for each kind of target in the suite.

# What each of our own sources is compiled with. Generated code is not ours.
add_library(warnings INTERFACE)
target_compile_options(warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)

# A test runs once for each time that it is compiled: it is not optimised.
add_library(unoptimised INTERFACE)
target_compile_options(unoptimised INTERFACE -O0)

include(cmake/PrecompiledHeaders.cmake)
include(GoogleTest)

# add_proto(NAME [IMPORTS NAME ...])
#
# Generates messages, stubs and, for tests, mock stubs from protos/NAME.proto into
# the build tree, and makes the library NAME_proto of them. NAME may be in a
# folder, as it is in an `import`: the library of google/rpc/status is
# google_rpc_status_proto. IMPORTS are those of our own that it imports.
function(add_proto name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "IMPORTS")
  string(REPLACE / _ library ${name}_proto)
  set(proto ${PROJECT_SOURCE_DIR}/protos/${name}.proto)
  set(to ${CMAKE_BINARY_DIR}/protos)
  file(MAKE_DIRECTORY ${to})
  add_custom_command(
    COMMENT "Generating ${name}.pb.h and ${name}.grpc.pb.h"
    DEPENDS ${proto} protobuf::protoc
    COMMAND protobuf::protoc
      --proto_path=${PROJECT_SOURCE_DIR}/protos
      --proto_path=${PROTOBUF_PROTO_DIR}
      --cpp_out=${to}
      --grpc_out=generate_mock_code=true:${to}
      --plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN}
      ${proto}
    OUTPUT
      ${to}/${name}.pb.cc ${to}/${name}.pb.h
      ${to}/${name}.grpc.pb.cc ${to}/${name}.grpc.pb.h
      ${to}/${name}_mock.grpc.pb.h
    VERBATIM)

  # The headers are named here so that nothing which includes them is compiled
  # before they are there.
  add_library(${library} STATIC
    ${to}/${name}.pb.cc ${to}/${name}.pb.h
    ${to}/${name}.grpc.pb.cc ${to}/${name}.grpc.pb.h)
  target_link_libraries(${library} PUBLIC gRPC::grpc++ protobuf::libprotobuf)
  foreach(import ${arg_IMPORTS})
    string(REPLACE / _ imported ${import}_proto)
    target_link_libraries(${library} PUBLIC ${imported})
  endforeach()
  # SYSTEM: a warning in generated code is nobody's to mend.
  target_include_directories(${library} SYSTEM PUBLIC ${to})
endfunction()

# add_example(NAME [TEST FILE] [SOURCES ...] [LINK ...] [TEST_LINK ...])
#
# Builds the program NAME of NAME_main.cc and of the library NAME_lib, which
# holds NAME.cc and SOURCES, so that the test can use what the program uses.
# The test is FILE in tests/, or NAME_test.cc. There is no example without one.
function(add_example name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TEST" "SOURCES;LINK;TEST_LINK")

  if(NOT arg_TEST)
    set(arg_TEST ${name}_test.cc)
  endif()
  set(test ${PROJECT_SOURCE_DIR}/tests/${arg_TEST})
  if(NOT EXISTS ${test})
    message(FATAL_ERROR
      "The example ${name} has no test. Write tests/${arg_TEST}")
  endif()

  add_library(${name}_lib STATIC ${name}.cc ${arg_SOURCES})
  target_link_libraries(${name}_lib PUBLIC support ${arg_LINK} PRIVATE warnings)
  target_include_directories(${name}_lib PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  use_precompiled_headers(${name}_lib example)

  add_executable(${name} ${name}_main.cc)
  target_link_libraries(${name} PRIVATE ${name}_lib warnings)
  use_precompiled_headers(${name} example)

  if(BUILD_TESTING)
    add_gtest(${name}_test ${test} ${name}_lib ${arg_TEST_LINK})
  endif()
endfunction()

# add_feature(NAME [SOURCES ...] [LINK ...] [TEST_LINK ...])
#
# Builds the program NAME, an example that tells a story: NAME.cc is the story,
# NAME_server.cc and NAME_client.cc are the two sides of its calls. The test is
# tests/features/NAME_test.cc.
function(add_feature name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;TEST_LINK")
  add_example(${name}
    TEST features/${name}_test.cc
    SOURCES ${name}_client.cc ${name}_server.cc ${arg_SOURCES}
    LINK feature ${arg_LINK}
    TEST_LINK ${arg_TEST_LINK})
endfunction()

# add_gtest(NAME SOURCE LINK...)
#
# Builds the test program NAME, and makes a test of each TEST in it.
function(add_gtest name source)
  add_executable(${name} ${source})
  target_link_libraries(${name}
    PRIVATE ${ARGN} harness GTest::gmock_main unoptimised warnings)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  use_precompiled_headers(${name} test)
  # A test that hangs is a failure within two minutes, not within ctest's 25.
  gtest_discover_tests(${name} NO_PRETTY_TYPES PROPERTIES TIMEOUT 120)
endfunction()

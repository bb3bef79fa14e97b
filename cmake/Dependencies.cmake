# SPDX-License-Identifier: Apache-2.0
#
# Finds what the suite is built from, or stops with one message that names the
# packages to install.

# Nothing else can be looked for without a compiler.
include(CheckLanguage)
check_language(CXX)
if(NOT CMAKE_CXX_COMPILER)
  stop_if_missing(g++)
endif()
enable_language(CXX)

set(missing "")

# Protobuf comes with a CMake configuration only since version 22. Before that,
# CMake's own module finds it.
find_package(Protobuf CONFIG QUIET)
if(NOT Protobuf_FOUND)
  find_package(Protobuf MODULE QUIET)
endif()
# Protos may import those that come with protobuf.
find_path(PROTOBUF_PROTO_DIR google/protobuf/any.proto)
mark_as_advanced(PROTOBUF_PROTO_DIR)
if(NOT Protobuf_FOUND OR NOT PROTOBUF_PROTO_DIR)
  list(APPEND missing libprotobuf-dev)
endif()
# The compiler of .proto files is in protobuf's library. Only its headers are in
# a package of their own.
find_path(PROTOBUF_COMPILER_INCLUDE_DIR google/protobuf/compiler/importer.h)
mark_as_advanced(PROTOBUF_COMPILER_INCLUDE_DIR)
if(NOT PROTOBUF_COMPILER_INCLUDE_DIR)
  list(APPEND missing libprotoc-dev)
endif()
if(NOT TARGET protobuf::protoc)
  list(APPEND missing protobuf-compiler)
endif()

find_package(absl CONFIG QUIET)
if(NOT absl_FOUND)
  list(APPEND missing libabsl-dev)
endif()

find_path(UTF8CPP_INCLUDE_DIR utf8cpp/utf8.h)
mark_as_advanced(UTF8CPP_INCLUDE_DIR)
if(NOT UTF8CPP_INCLUDE_DIR)
  list(APPEND missing libutfcpp-dev)
endif()

# Boost.Asio and Boost.Geometry have headers only.
find_path(BOOST_INCLUDE_DIR boost/geometry/index/rtree.hpp)
mark_as_advanced(BOOST_INCLUDE_DIR)
if(NOT BOOST_INCLUDE_DIR)
  list(APPEND missing libboost-dev)
endif()

find_package(nlohmann_json CONFIG QUIET)
if(NOT nlohmann_json_FOUND)
  list(APPEND missing nlohmann-json3-dev)
endif()

find_package(OpenSSL QUIET)
if(NOT OpenSSL_FOUND)
  list(APPEND missing libssl-dev)
endif()

# gRPC's configuration would look for re2 by way of pkg-config, which takes a
# quarter of a minute on Debian 13. It does not if re2 is known already.
find_library(RE2_LIBRARY re2)
mark_as_advanced(RE2_LIBRARY)
if(RE2_LIBRARY AND NOT TARGET re2::re2)
  add_library(re2::re2 UNKNOWN IMPORTED)
  set_target_properties(re2::re2 PROPERTIES IMPORTED_LOCATION ${RE2_LIBRARY})
  set(re2_FOUND TRUE)
endif()

find_package(gRPC CONFIG QUIET)
if(NOT gRPC_FOUND)
  list(APPEND missing libgrpc++-dev)
endif()

# gRPC's own configuration may or may not define a target for its plugin.
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin)
mark_as_advanced(GRPC_CPP_PLUGIN)
if(NOT GRPC_CPP_PLUGIN)
  list(APPEND missing protobuf-compiler-grpc)
endif()

if(BUILD_TESTING)
  find_package(GTest CONFIG QUIET)
  if(NOT GTest_FOUND)
    list(APPEND missing libgtest-dev)
  endif()
  if(NOT TARGET GTest::gmock)
    list(APPEND missing libgmock-dev)
  endif()
  # Tests make certificates as people do, by hand.
  find_program(OPENSSL_PROGRAM openssl)
  mark_as_advanced(OPENSSL_PROGRAM)
  if(NOT OPENSSL_PROGRAM)
    list(APPEND missing openssl)
  endif()
  find_package(Python3 QUIET COMPONENTS Interpreter)
  if(NOT Python3_FOUND)
    list(APPEND missing python3)
  endif()
endif()

stop_if_missing(${missing})
message(STATUS "gRPC ${gRPC_VERSION}, protobuf ${Protobuf_VERSION}")

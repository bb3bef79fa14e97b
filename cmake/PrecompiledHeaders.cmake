# SPDX-License-Identifier: Apache-2.0
#
# Headers that nearly every source includes, compiled once. Most of the time
# that a source takes goes into them.
#
# Only the release preset does so. The others see to it that each source
# includes what it uses.

option(PRECOMPILED_HEADERS "Compile the headers of gRPC and GoogleTest once" OFF)

# precompile_headers(KIND HEADERS LINK...)
#
# Compiles HEADERS, as sources see them that link with LINK.
function(precompile_headers kind headers)
  file(CONFIGURE OUTPUT precompiled.cc CONTENT "// Only for its headers.\n")
  add_library(precompiled_${kind} STATIC
    ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cc)
  target_link_libraries(precompiled_${kind} PRIVATE ${ARGN})
  target_precompile_headers(precompiled_${kind} PRIVATE ${headers})
endfunction()

# use_precompiled_headers(TARGET KIND)
function(use_precompiled_headers target kind)
  if(PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM precompiled_${kind})
  endif()
endfunction()

if(PRECOMPILED_HEADERS)
  precompile_headers(example
    "<absl/flags/flag.h>;<absl/status/statusor.h>;<grpcpp/grpcpp.h>"
    absl::flags absl::statusor gRPC::grpc++ warnings)
  if(BUILD_TESTING)
    precompile_headers(test
      "<absl/status/statusor.h>;<gmock/gmock.h>;<grpcpp/grpcpp.h>"
      absl::statusor gRPC::grpc++ GTest::gmock unoptimised warnings)
  endif()
endif()

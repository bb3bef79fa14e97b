# SPDX-License-Identifier: Apache-2.0

# stop_if_missing(PACKAGE...)
#
# Ends the configure step if there is any PACKAGE, with one message that names
# them and says how to install them.
function(stop_if_missing)
  if(NOT ARGN)
    return()
  endif()
  list(JOIN ARGN " " packages)
  message(FATAL_ERROR
    "Not found on this machine: ${packages}\n"
    "These are the names of Debian's packages. To install them:\n"
    "  sudo apt-get install ${packages}\n"
    "To install all that the suite needs:\n"
    "  cmake/install-packages.sh build test\n"
    "To build the examples without the tests: -DBUILD_TESTING=OFF")
endfunction()

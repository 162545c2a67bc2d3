# Tests check_includes.cmake on a small tree: a valid one, and one with each kind of violation.
#   cmake -D WORK=… -P check_includes_test.cmake
# WORK is a folder to write the tree to; its contents are deleted.
cmake_minimum_required(VERSION 3.25)

# check(NAME EXPECTED FILE LINE…): the tree with these lines in FILE must be rejected with the words
# EXPECTED, or accepted if EXPECTED is empty.
function(check name expected file)
  file(REMOVE_RECURSE ${WORK})
  file(WRITE ${WORK}/layers.txt "# a comment\nlow:\nhigh: low\ndaemon: high\n")
  file(WRITE ${WORK}/third_party.txt "libfoo/: low\nlibfoo/inner/: high\n")
  file(WRITE ${WORK}/system_headers.txt "unistd.h: low\n")
  file(WRITE ${WORK}/src/low/low.hpp "#pragma once\n#include <libfoo/a.h>\n#include <unistd.h>\n")
  file(WRITE ${WORK}/src/low/low.cpp "#include \"low/low.hpp\"\n#include <vector>\n")
  file(WRITE ${WORK}/src/high/high.hpp "#include \"low/low.hpp\"\n#include <libfoo/inner/b.h>\n")
  file(WRITE ${WORK}/daemon/main.cpp "#include \"high/high.hpp\"\n")
  list(JOIN ARGN "\n" lines)
  if(file)
    file(WRITE ${WORK}/${file} "${lines}\n")
  endif()
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D ROOT=${WORK} -D RULES=${WORK}
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/check_includes.cmake
    WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  string(FIND "${said}" "${expected}" at)
  if(expected AND (status EQUAL 0 OR at EQUAL -1))
    message(SEND_ERROR "${name}: expected a failure with \"${expected}\", but it said:\n${said}")
  elseif(NOT expected AND NOT status EQUAL 0)
    message(SEND_ERROR "${name}: expected to pass, but it said:\n${said}")
  endif()
endfunction()

check("a tree as it should be" "" "")
check("a lower layer that includes a higher one"
      "src/low/up.cpp:2: low may not include high (\"high/high.hpp\"), it may include: low"
      src/low/up.cpp "#include \"low/low.hpp\"" "#include \"high/high.hpp\"")
check("a layer that skips one"
      "daemon/far.cpp:1: daemon may not include low (\"low/low.hpp\"), it may include: daemon high"
      daemon/far.cpp "  #  include \"low/low.hpp\"")
check("a library out of its fence"
      "src/high/foo.cpp:1: high may not include <libfoo/a.h>, only these may: low"
      src/high/foo.cpp "#include <libfoo/a.h>")
check("the longest rule counts"
      "src/low/inner.cpp:1: low may not include <libfoo/inner/b.h>, only these may: high"
      src/low/inner.cpp "#include <libfoo/inner/b.h>")
check("an unknown library" "src/low/curl.cpp:1: neither third_party.txt nor system_headers.txt has <curl/curl.h>"
      src/low/curl.cpp "#include <curl/curl.h>")
check("a header by its bare name" "src/low/bare.cpp:1: \"low.hpp\" is not there"
      src/low/bare.cpp "#include \"low.hpp\"")
check("a header that includes itself" "src/low/low.hpp:1: the file includes itself"
      src/low/low.hpp "#include \"low/low.hpp\"")
check("a header that is included twice" "src/low/low.cpp:3: \"low/low.hpp\" is included twice"
      src/low/low.cpp "#include \"low/low.hpp\"" "" "#include \"low/low.hpp\"")
check("a folder without a rule" "src/new/new.cpp:1: layers.txt does not know the folder new"
      src/new/new.cpp "#include \"low/low.hpp\"")
check("two layers that use each other" "layers.txt: low uses high, which does not stand above it"
      layers.txt "low: high" "high: low" "daemon: high")
check("a permission that nothing needs" "layers.txt: nothing needs \"low\" in \"daemon\" any more"
      layers.txt "low:" "high: low" "daemon: low high")

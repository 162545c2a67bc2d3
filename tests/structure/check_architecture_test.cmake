# Tests check_architecture.cmake on a small document: a valid one, and one with each kind of error.
#   cmake -D WORK=… -P check_architecture_test.cmake
# WORK is a folder to write to; its contents are deleted.
cmake_minimum_required(VERSION 3.25)
set(head "# Architecture\n\n## The folders\n\nText.\n\n| folder | what |\n|---|---|\n")
set(middle "\n## Third parties\n\n| library | headers | folders | why |\n|---|---|---|---|\n")
set(low "| `low` | sockets; [see](below) |\n")
set(high "| `high` | all of it |\n")
set(foo "| foo (`libfoo-dev`) | `libfoo/` `libfoo/inner/` | `low high` | why; not |\n")
set(bar "| bar | `bar.h` | `high` | why |\n")

# check(NAME EXPECTED DOCUMENT): the document must be rejected with the words EXPECTED, or accepted if
# EXPECTED is empty.
function(check name expected document)
  file(REMOVE_RECURSE ${WORK})
  file(WRITE ${WORK}/layers.txt "# a comment\nlow:\nhigh: low\ndaemon: high\n")
  file(WRITE ${WORK}/third_party.txt "libfoo/: low\nlibfoo/inner/: high\nbar.h: high\n")
  file(WRITE ${WORK}/docs/architecture.md "${document}\n\n## Else\n\n| `any` | thing |\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D ROOT=${WORK} -D RULES=${WORK}
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/check_architecture.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(FIND "${output}" "${expected}" at)
  if(expected AND (status EQUAL 0 OR at EQUAL -1))
    message(SEND_ERROR "${name}: expected a failure with \"${expected}\", but the output is:\n${output}")
  elseif(NOT expected AND NOT status EQUAL 0)
    message(SEND_ERROR "${name}: expected to pass, but the output is:\n${output}")
  endif()
endfunction()

check("tables as they should be" "" "${head}${low}${high}${middle}${foo}${bar}")
check("a folder that is missing" "the folders are \"low\", but layers.txt says \"low high\""
      "${head}${low}${middle}${foo}${bar}")
check("folders in another order" "the folders are \"high low\", but layers.txt says \"low high\""
      "${head}${high}${low}${middle}${foo}${bar}")
check("a library that is missing" "the headers are \"libfoo/ libfoo/inner/\", but third_party.txt says"
      "${head}${low}${high}${middle}${foo}")
check("a library in another folder"
      "the folders of bar.h are \"low\", but third_party.txt says \"high\""
      "${head}${low}${high}${middle}${foo}| bar | `bar.h` | `low` | why |\n")

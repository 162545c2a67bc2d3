# Tests cmake/fill_tables.cmake on valid tables, and on each kind of invalid line.
#   cmake -D SCRIPT=… -D WORK=… -P fill_tables_test.cmake
# WORK is a folder to write to.
cmake_minimum_required(VERSION 3.25)

# check(EXPECTED LINE…): the result of a file with the columns code and name, and these lines.
function(check expected)
  list(JOIN ARGN "\n" lines)
  file(WRITE ${WORK}/a.csv "# a comment\ncode,name\n${lines}\n")
  file(WRITE ${WORK}/a.in "@rows a.csv {@2@, @1@},\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D TEMPLATE=${WORK}/a.in -D OUTPUT=${WORK}/a.out -P ${SCRIPT}
    RESULT_VARIABLE status ERROR_VARIABLE said)
  if(status EQUAL 0)
    file(READ ${WORK}/a.out said)
  endif()
  string(FIND "${said}" "${expected}" at)
  if(at EQUAL -1)
    message(SEND_ERROR "${lines}: expected \"${expected}\", got: ${said}")
  endif()
endfunction()

check("    {Åland, AX},\n    {Congo, the, CD},\n" "AX,Åland" "CD,\"Congo, the\"")
check("    {Åland, AX},\n" "AX,Åland")
check("a.csv:3: 3 fields instead of 2" "AX,Congo, the")
check("a.csv:4: 1 fields instead of 2" "AX,Åland" "CD")
check("a.csv:3: an empty field" "AX,")
check("a.csv:3: an empty field, or a quote in the wrong place" "AX,A\"B\"")
check("a.csv:4: not greater than CD" "CD,Congo" "AX,Åland")
check("a.csv:4: not greater than AX" "AX,Åland" "AX,Åland")
check("a.csv:3: a bracket" "AX,[b]")

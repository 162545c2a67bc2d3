# peeringd_embed(TARGET FUNCTION FOLDER [FILES FILE …] [VALUES KEY=VALUE …]): compiles all files of FOLDER
# and each generated FILE into TARGET, each with its content type, a hash of its content as ETag, and its gzip form. TARGET then has
#
#   std::span<const EmbeddedFile> peeringd::FUNCTION();   // sorted by path
#
# which one of its headers declares (see http/message.hpp). @KEY@ in a file becomes VALUE.
# Debian's, which has the module of script/setup, before one of the user's own.
if(NOT DEFINED Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python3_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(PEERINGD_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed.py)

function(peeringd_embed target function folder)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "FILES;VALUES")
  file(GLOB_RECURSE files ${folder}/*)  # script/build configures each time
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND Python3::Interpreter -B ${PEERINGD_EMBED_SCRIPT} ${function} ${folder} ${output}
            ${arg_FILES} ${arg_VALUES}
    DEPENDS ${PEERINGD_EMBED_SCRIPT} ${files} ${arg_FILES} VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

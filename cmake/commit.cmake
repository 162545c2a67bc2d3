# The commit that a build is made of: of the environment variable PEERINGD_COMMIT, else of git, else
# `unknown`, as in a tarball. Sets PEERINGD_COMMIT.
set(PEERINGD_COMMIT "$ENV{PEERINGD_COMMIT}")
if(NOT PEERINGD_COMMIT)
  # Not that of another repository that this source happens to be in.
  execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} rev-parse --show-prefix HEAD
                  OUTPUT_VARIABLE found ERROR_QUIET RESULT_VARIABLE failed)
  string(REGEX MATCH "^\n([0-9a-f]+)\n$" found "${found}")
  if(NOT failed AND found)
    set(PEERINGD_COMMIT ${CMAKE_MATCH_1})
    # Configures again when HEAD moves.
    execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} rev-parse --git-path logs/HEAD
                    OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    cmake_path(ABSOLUTE_PATH log BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    if(EXISTS ${log})
      set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${log})
    endif()
  endif()
endif()
if(NOT PEERINGD_COMMIT)
  set(PEERINGD_COMMIT unknown)
endif()

# Checks that no two headers under ROOT/src define a type of the same name. All types are in one
# namespace: the linker would silently keep one of each pair of constructors and destructors.
#   cmake -D ROOT=… -P check_type_names.cmake
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE headers ${ROOT}/src/*.hpp)
set(duplicates "")
foreach(header IN LISTS headers)
  file(STRINGS ${header} lines REGEX "^(struct|class|enum|enum class) [A-Za-z0-9_]+[^;]*$")
  foreach(line IN LISTS lines)
    if(line MATCHES "^(struct|class|enum class|enum) ([A-Za-z0-9_]+)")
      set(name ${CMAKE_MATCH_2})
      if(DEFINED place_of_${name} AND NOT place_of_${name} STREQUAL header)
        list(APPEND duplicates "${name}: ${place_of_${name}} and ${header}")
      endif()
      set(place_of_${name} ${header})
    endif()
  endforeach()
endforeach()
if(duplicates)
  list(JOIN duplicates "\n  " text)
  message(FATAL_ERROR "types of the same name in one namespace:\n  ${text}")
endif()

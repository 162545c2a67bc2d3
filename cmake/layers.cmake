# Reads tests/structure/layers.txt, the one place that says which folder uses which.
#   layers            the folders of src, in order: each uses only folders before it
#   libraries_of_NAME the libraries that the folder NAME, or daemon, links
set(layers_file ${PROJECT_SOURCE_DIR}/tests/structure/layers.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${layers_file})
file(STRINGS ${layers_file} lines REGEX "^[a-z_]+:")
set(layers "")
foreach(line IN LISTS lines)
  string(REGEX MATCH "^([a-z_]+):(.*)$" matched "${line}")
  set(folder ${CMAKE_MATCH_1})
  separate_arguments(uses UNIX_COMMAND "${CMAKE_MATCH_2}")
  # Every folder links base, even if it only needs Asio's compiled function bodies (base/asio.cpp).
  list(APPEND uses base)
  list(REMOVE_DUPLICATES uses)
  list(TRANSFORM uses PREPEND peeringd:: OUTPUT_VARIABLE libraries_of_${folder})
  list(APPEND layers ${folder})
endforeach()
set(libraries_of_base "")
list(REMOVE_ITEM layers daemon)

# The views of the web UI (VIEWS in web/app.js) must be the addresses at which the daemon serves its page
# (`views` in daemon/web/page_handlers.cpp).
#   cmake -D ROOT=… -P check_views.cmake
cmake_minimum_required(VERSION 3.25)

# paths_in(FILE BLOCK PATH): `paths`, sorted, each the first group of PATH in the part of FILE that BLOCK
# matches.
function(paths_in file block path)
  file(READ ${ROOT}/${file} text)
  if(NOT text MATCHES "${block}")
    message(FATAL_ERROR "${file} has no list of views like ${block}")
  endif()
  string(REGEX MATCHALL "${path}" found "${CMAKE_MATCH_1}")
  list(TRANSFORM found REPLACE "${path}" "\\1")
  if(NOT found)
    message(FATAL_ERROR "the list of views in ${file} has none like ${path}")
  endif()
  list(SORT found)
  set(paths ${found} PARENT_SCOPE)
endfunction()

paths_in(web/app.js "const VIEWS = {(\n.*)\n};\n\nconst main" "\n  '(/[a-z]*)': {")
set(shown ${paths})
paths_in(daemon/web/page_handlers.cpp " views\\[\\] = {([^}]*)}" "\"(/[a-z]*)\"")
if(NOT shown STREQUAL paths)
  message(FATAL_ERROR "web/app.js has the views\n  ${shown}\ndaemon/web/page_handlers.cpp serves\n  ${paths}")
endif()

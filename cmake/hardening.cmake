# Hardens every build that can be installed, the way distributions build a network service.
# Sanitizer builds are left out: they replace the same checks, and do not combine with FORTIFY.
if(PEERINGD_SANITIZE OR PEERINGD_COVERAGE)
  return()
endif()

# Level 3 also checks buffers whose size is known only at run time. It needs GCC 12.
set(fortify_level 2)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
  set(fortify_level 3)
endif()
target_compile_options(peeringd_options INTERFACE
  -fPIE -D_GLIBCXX_ASSERTIONS -fstack-protector-strong -fstack-clash-protection
  # FORTIFY needs an optimizing compiler; some distributions' compilers define a level of their own.
  $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE>
  $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=${fortify_level}>
  # No path of the build machine in the binary, so that two builds are identical byte for byte.
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}=/usr/src/peeringd-${PROJECT_VERSION})
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  target_compile_options(peeringd_options INTERFACE -fcf-protection)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  target_compile_options(peeringd_options INTERFACE -mbranch-protection=standard)
endif()
target_link_options(peeringd_options INTERFACE -pie -Wl,-z,relro,-z,now -Wl,--as-needed)

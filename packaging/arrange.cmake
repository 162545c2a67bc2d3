# Run by CPack after installing into a folder and before building the package: moves files to where each
# kind of package expects them, and sets all times to that of the source.
set(tree ${CPACK_TEMPORARY_DIRECTORY})
set(doc ${tree}/usr/share/doc/peeringd)

if(CPACK_GENERATOR STREQUAL "DEB")
  set(overrides ${CPACK_PEERINGD_SOURCE}/debian/lintian-overrides)
  if(CPACK_PEERINGD_DEBIAN STREQUAL "bookworm")
    file(MAKE_DIRECTORY ${tree}/lib)  # where Debian 12 expects the units; later releases, in /usr/lib
    file(RENAME ${tree}/usr/lib/systemd ${tree}/lib/systemd)
    string(APPEND overrides .bookworm)
  endif()
  # Not file(INSTALL), which uses DESTDIR.
  configure_file(${overrides} ${tree}/usr/share/lintian/overrides/peeringd COPYONLY
                 FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
else()
  file(REMOVE ${doc}/changelog.Debian.gz)
  file(MAKE_DIRECTORY ${tree}/usr/share/licenses/peeringd)
  file(RENAME ${doc}/copyright ${tree}/usr/share/licenses/peeringd/LICENSE)
  file(RENAME ${tree}/usr/share/zsh/vendor-completions ${tree}/usr/share/zsh/site-functions)
endif()

execute_process(COMMAND ${CPACK_PEERINGD_STRIP} --strip-unneeded --remove-section=.comment --remove-section=.note
                        ${tree}/usr/sbin/peeringd
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${tree} -exec touch --no-dereference
                        --date=@${CPACK_PEERINGD_EPOCH} {} +
                COMMAND_ERROR_IS_FATAL ANY)

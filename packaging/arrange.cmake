# Run by CPack between installing into a folder and making the package of it: gives each kind of
# package what it has elsewhere than the other, and everything the time of the source.
set(tree ${CPACK_TEMPORARY_DIRECTORY})
set(doc ${tree}/usr/share/doc/peeringd)

if(CPACK_GENERATOR STREQUAL "DEB")
  file(MAKE_DIRECTORY ${tree}/lib)  # where Debian 12 still has it
  file(RENAME ${tree}/usr/lib/systemd ${tree}/lib/systemd)
  # Not by file(INSTALL), which heeds DESTDIR.
  configure_file(${CPACK_PEERINGD_SOURCE}/debian/lintian-overrides
                 ${tree}/usr/share/lintian/overrides/peeringd COPYONLY)
else()
  file(REMOVE ${doc}/changelog.Debian.gz)
  file(MAKE_DIRECTORY ${tree}/usr/share/licenses/peeringd)
  file(RENAME ${doc}/copyright ${tree}/usr/share/licenses/peeringd/LICENSE)
  file(RENAME ${tree}/usr/share/zsh/vendor-completions ${tree}/usr/share/zsh/site-functions)
endif()

execute_process(COMMAND strip --strip-unneeded --remove-section=.comment --remove-section=.note
                        ${tree}/usr/sbin/peeringd
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${tree} -exec touch --no-dereference
                        --date=@${CPACK_PEERINGD_EPOCH} {} +
                COMMAND_ERROR_IS_FATAL ANY)

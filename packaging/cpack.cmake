# The .deb and the .rpm: script/package.
set(CPACK_PACKAGE_NAME peeringd)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "The peeringd authors")
set(CPACK_PACKAGE_CONTACT "${PEERINGD_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Latency telemetry for Azure Peering Service connections")
set(CPACK_PACKAGE_DESCRIPTION
"peeringd measures how fast and how reliably an enterprise reaches the
Microsoft edge over its Azure Peering Service connections. It probes
Microsoft's endpoints from within each of the IP prefixes registered for a
connection, with TCP, HTTPS, ICMP, STUN and DNS, and exports latency, loss and
jitter to Prometheus. Rules and dashboards come with it.")
set(CPACK_GENERATOR DEB RPM)
set(CPACK_SOURCE_GENERATOR "")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_SET_DESTDIR ON)  # for files in /etc
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/arrange.cmake)
set(CPACK_PEERINGD_EPOCH ${PEERINGD_EPOCH})
set(CPACK_PEERINGD_SOURCE ${CMAKE_CURRENT_LIST_DIR})
set(CPACK_PEERINGD_STRIP ${CMAKE_STRIP})
cmake_host_system_information(RESULT CPACK_PEERINGD_DEBIAN QUERY DISTRIB_VERSION_CODENAME)
if(CMAKE_CROSSCOMPILING AND CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
  set(CPACK_RPM_PACKAGE_ARCHITECTURE aarch64)
endif()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${PEERINGD_RELEASE})
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "prometheus, prometheus-alertmanager")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(file IN ITEMS conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_LIST_DIR}/debian/${file})
endforeach()

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_RELEASE ${PEERINGD_RELEASE})
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
set(CPACK_RPM_PACKAGE_GROUP System/Monitoring)
set(CPACK_RPM_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_RPM_COMPRESSION_TYPE xz)
set(CPACK_RPM_POST_INSTALL_SCRIPT_FILE ${CMAKE_CURRENT_LIST_DIR}/rpm/post)
set(CPACK_RPM_PRE_UNINSTALL_SCRIPT_FILE ${CMAKE_CURRENT_LIST_DIR}/rpm/preun)
set(CPACK_RPM_POST_UNINSTALL_SCRIPT_FILE ${CMAKE_CURRENT_LIST_DIR}/rpm/postun)
foreach(file IN ITEMS peeringd.yaml endpoints/microsoft-edge.yaml connections.d/README
             connections.d/example.yaml)
  list(APPEND CPACK_RPM_USER_FILELIST "%config(noreplace) /etc/peeringd/${file}")
endforeach()
# Folders that the system owns.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /etc /usr/lib/systemd /usr/lib/systemd/system /usr/lib/sysctl.d /usr/sbin /usr/share/doc
    /usr/share/licenses /usr/share/man /usr/share/man/man5 /usr/share/man/man8
    /usr/share/bash-completion /usr/share/bash-completion/completions /usr/share/zsh
    /usr/share/zsh/site-functions /usr/share/fish /usr/share/fish/vendor_completions.d)
# For reproducible packages: no host name, no time other than the source's, no build-id links.
set(CPACK_RPM_SPEC_MORE_DEFINE
"%define _buildhost localhost
%define packager ${PEERINGD_MAINTAINER}
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define _build_id_links none")

include(CPack)

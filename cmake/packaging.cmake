# `cmake --install` lays out a tree that runs from its place; `cpack` wraps that same tree into a package.
#
#   cmake --install build/release --prefix ~/kubarium
#   (cd build/release && cpack)

if(KUBARIUM_GUI)
    install(FILES packaging/kubarium.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES resources/icons/kubarium.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
install(FILES packaging/copyright resources/fonts/OFL.txt README.md DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/kubarium")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/kubarium" RENAME Apache-2.0.txt)
install(FILES LICENSES/GPL-3.0.txt DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/kubarium")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kubarium)
set(CPACK_PACKAGE_VENDOR "The Kubarium authors")
set(CPACK_PACKAGE_CONTACT "The Kubarium authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
    "A desktop lab that simulates a Kubernetes cluster, without containers, virtual machines or a network.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Qt loads these at run time, so the linker does not know of them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6svg6, qt6-qpa-plugins")
include(CPack)

# kubarium::version: the one place where the programs learn what they are.
#
#   #include "kubarium/version.h"

configure_file("${PROJECT_SOURCE_DIR}/cmake/version.h.in" "${PROJECT_BINARY_DIR}/generated/include/kubarium/version.h"
    @ONLY)
add_library(kubarium_version INTERFACE)
add_library(kubarium::version ALIAS kubarium_version)
target_include_directories(kubarium_version INTERFACE "${PROJECT_BINARY_DIR}/generated/include")

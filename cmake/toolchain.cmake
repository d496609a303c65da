# How every target is compiled and linked: the language, the sanitizers, the warnings, and what makes it fast.

set(CMAKE_CXX_EXTENSIONS OFF)

add_library(kubarium_platform INTERFACE)
add_library(kubarium::platform ALIAS kubarium_platform)
target_compile_features(kubarium_platform INTERFACE cxx_std_20)
# Qt wants -fPIC, and one setting for libraries and programs alike keeps the precompiled headers valid for both.
target_compile_options(kubarium_platform INTERFACE -fPIC -fno-semantic-interposition)
# A fused multiply-add rounds once where two instructions round twice: the same run would differ between machines.
target_compile_options(kubarium_platform INTERFACE -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Lets ccache see through a precompiled header.
    target_compile_options(kubarium_platform INTERFACE -fpch-preprocess)
endif()
if(KUBARIUM_SANITIZE)
    target_compile_options(kubarium_platform INTERFACE
        -fsanitize=${KUBARIUM_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(kubarium_platform INTERFACE -fsanitize=${KUBARIUM_SANITIZE})
endif()
if(KUBARIUM_FUZZ)
    target_compile_options(kubarium_platform INTERFACE -fsanitize=fuzzer-no-link)
endif()
# Every target without exception: a sanitizer that misses one library reports nonsense about the others.
link_libraries(kubarium::platform)

add_library(kubarium_warnings INTERFACE)
add_library(kubarium::warnings ALIAS kubarium_warnings)
target_compile_options(kubarium_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-qual -Wextra-semi -Wundef -Wimplicit-fallthrough
    # `{.name = "x"}` leaves the rest at its default on purpose: that is what the defaults are for.
    -Wno-missing-field-initializers
    $<$<BOOL:${KUBARIUM_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(kubarium_warnings INTERFACE
        -Wduplicated-cond -Wlogical-op
        # Sanitizers hide from g++ 12 what it has already proven, and it then warns about impossible paths;
        # in optimised builds these misfire inside std::string and std::variant.
        -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow)
endif()

include(CheckLinkerFlag)
foreach(linker IN ITEMS mold lld)
    check_linker_flag(CXX -fuse-ld=${linker} KUBARIUM_HAS_${linker})
    if(KUBARIUM_HAS_${linker})
        target_link_options(kubarium_platform INTERFACE -fuse-ld=${linker})
        break()
    endif()
endforeach()

find_program(KUBARIUM_CCACHE ccache)
mark_as_advanced(KUBARIUM_CCACHE)
if(KUBARIUM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # The sloppiness is what ccache asks for before it caches a file that uses a precompiled header. Times of included
    # files stay significant: generated headers may be written anew while another build compiles.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros
        "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
        "${KUBARIUM_CCACHE}")
endif()

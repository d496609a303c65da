# Precompiled headers: compiled once for the engine, once for the gui, once for each kind of test, and shared.
#
#   kubarium_precompile(kubarium_store engine)

# Makes the library kubarium_pch_<room> that carries the precompiled form of `HEADERS`.
function(kubarium_precompiled_header room)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LIBS")
    set(source "${PROJECT_BINARY_DIR}/generated/precompiled/${room}.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "// Exists so that the precompiled header has a target to belong to.\n")
    add_library(kubarium_pch_${room} OBJECT EXCLUDE_FROM_ALL "${source}")
    target_link_libraries(kubarium_pch_${room} PRIVATE ${arg_LIBS} kubarium::warnings)
    target_precompile_headers(kubarium_pch_${room} PRIVATE ${arg_HEADERS})
endfunction()

# A file still includes what it uses: the precompiled header only makes that cheap.
function(kubarium_precompile target room)
    target_precompile_headers(${target} REUSE_FROM kubarium_pch_${room})
endfunction()

set(standard_headers
    <algorithm> <array> <cassert> <charconv> <chrono> <compare> <cstddef> <cstdint> <functional> <initializer_list>
    <iterator> <limits> <map> <memory> <optional> <ranges> <set> <span> <sstream> <string> <string_view> <tuple>
    <type_traits> <unordered_map> <unordered_set> <utility> <variant> <vector>)

kubarium_precompiled_header(engine HEADERS ${standard_headers})
if(KUBARIUM_TESTS)
    kubarium_precompiled_header(test HEADERS ${standard_headers} <QtTest/QtTest> LIBS Qt6::Test)
endif()
if(KUBARIUM_GUI)
    kubarium_precompiled_header(gui HEADERS ${standard_headers} <QtWidgets/QtWidgets> LIBS Qt6::Widgets)
    if(KUBARIUM_TESTS)
        kubarium_precompiled_header(guitest
            HEADERS ${standard_headers} <QtWidgets/QtWidgets> <QtTest/QtTest> LIBS Qt6::Widgets Qt6::Test)
    endif()
endif()

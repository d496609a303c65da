# Translations: resources/translations/kubarium_<language>.ts become .qm files and a resource of the target.
#
#   cmake --build --preset release --target update_translations     after a sentence in gui/ was added or changed
#
# Only the two programs lupdate and lrelease are needed; the CMake package around them would bring Qt Designer along.
find_package(Qt6 REQUIRED COMPONENTS Core)
foreach(program IN ITEMS lrelease lupdate)
    string(TOUPPER KUBARIUM_${program} variable)
    find_program(${variable} NAMES ${program} ${program}-qt6
        HINTS "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_LIBEXECS}" "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS}"
        PATHS /usr/lib/qt6/bin)
    mark_as_advanced(${variable})
    if(NOT ${variable})
        message(FATAL_ERROR "${program} was not found. On Debian and Ubuntu: qt6-l10n-tools.")
    endif()
endforeach()

function(kubarium_add_translations target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LANGUAGES")
    set(update_commands)
    set(files)
    foreach(language IN LISTS arg_LANGUAGES)
        set(ts "${PROJECT_SOURCE_DIR}/resources/translations/kubarium_${language}.ts")
        set(qm "${CMAKE_CURRENT_BINARY_DIR}/kubarium_${language}.qm")
        add_custom_command(OUTPUT "${qm}"
            COMMAND "${KUBARIUM_LRELEASE}" -silent "${ts}" -qm "${qm}"
            DEPENDS "${ts}" VERBATIM)
        list(APPEND files "${qm}")
        # The source texts are English: what English needs a file for is its plurals.
        set(only)
        if(language STREQUAL "en")
            set(only -pluralonly)
        endif()
        list(APPEND update_commands
            COMMAND "${KUBARIUM_LUPDATE}" -no-obsolete -locations none ${only}
                -source-language en -target-language ${language} "${PROJECT_SOURCE_DIR}/gui" -ts "${ts}")
    endforeach()
    qt_add_resources(${target} translations PREFIX /translations BASE "${CMAKE_CURRENT_BINARY_DIR}" FILES ${files})
    add_custom_target(update_translations ${update_commands} VERBATIM)
endfunction()

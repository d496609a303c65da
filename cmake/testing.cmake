# Tests in one line each. Called from tests/<folder>/CMakeLists.txt:
#
#   kubarium_add_test(quantity LIBS kubarium::api)     tests/<folder>/test_quantity.cpp, ctest name <folder>.quantity
#
# The file holds one QObject with slots, ends in QTEST_GUILESS_MAIN (engine) or QTEST_MAIN (gui) and
# `#include "test_quantity.moc"`. One program a test: mold links it in a blink, `ctest -R` and a debugger start just it.
#
# Tests in gui/ and screenshots/ carry the label `gui`, all others `engine`: those run under sanitizers too.
function(kubarium_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "LIBS;ARGS;ENVIRONMENT")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "kubarium_add_test(${name}): put libraries after LIBS: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/tests" OUTPUT_VARIABLE folder)
    kubarium_test_label("${folder}" label)
    string(REPLACE "/" "_" prefix "${folder}")
    string(REPLACE "/" "." dotted "${folder}")
    set(target test_${prefix}_${name})
    set(source "${CMAKE_CURRENT_SOURCE_DIR}/test_${name}.cpp")

    # moc is called for this one file; AUTOMOC would scan, and compile one more file, for each test.
    set(moc "${CMAKE_CURRENT_BINARY_DIR}/test_${name}.moc")
    qt6_generate_moc("${source}" "${moc}")
    add_executable(${target} "${source}" "${moc}")
    set_target_properties(${target} PROPERTIES AUTOMOC OFF RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}" "${PROJECT_SOURCE_DIR}/tests")
    target_compile_definitions(${target} PRIVATE "KUBARIUM_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
    target_link_libraries(${target} PRIVATE ${arg_LIBS} Qt6::Test kubarium::warnings)
    if(label STREQUAL "gui")
        target_link_libraries(${target} PRIVATE Qt6::Widgets)
        kubarium_precompile(${target} guitest)
    else()
        kubarium_precompile(${target} test)
    endif()

    add_test(NAME ${dotted}.${name} COMMAND ${target} ${arg_ARGS})
    kubarium_describe_test(${dotted}.${name} ${label} "${arg_ENVIRONMENT}" "${arg_TIMEOUT}")
    add_dependencies(${label}_tests ${target})
endfunction()

# A fuzz target: tests/fuzz/<name>.cpp defines LLVMFuzzerTestOneInput, tests/fuzz/corpus/<name>/ holds its seeds.
# The preset `fuzz` links it with libFuzzer (`./dev fuzz <name>`). Every other preset links it with a main that
# replays the corpus, and ctest runs that as fuzz.<name>: an input that once did harm is tried in each test run.
function(kubarium_add_fuzzer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "LIBS")
    set(target fuzz_${name})
    set(corpus "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
    add_executable(${target} ${name}.cpp)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
    target_link_libraries(${target} PRIVATE ${arg_LIBS} kubarium::warnings)
    if(KUBARIUM_FUZZ)
        target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    else()
        target_link_libraries(${target} PRIVATE kubarium_fuzz_replay)
        add_test(NAME fuzz.${name} COMMAND ${target} "${corpus}")
        kubarium_describe_test(fuzz.${name} engine "" "${arg_TIMEOUT}")
        add_dependencies(engine_tests ${target})
    endif()
endfunction()

function(kubarium_test_label folder out)
    if(folder MATCHES "^(gui|screenshots)")
        set(${out} gui PARENT_SCOPE)
    else()
        set(${out} engine PARENT_SCOPE)
    endif()
endfunction()

function(kubarium_describe_test name label environment timeout)
    if(NOT timeout)
        set(timeout 120)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=*.debug=false;LC_ALL=C.UTF-8;TZ=UTC;UBSAN_OPTIONS=print_stacktrace=1;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan.supp;${environment}")
endfunction()

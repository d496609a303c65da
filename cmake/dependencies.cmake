# What comes from the distribution. `dev` knows the package of each; nothing is downloaded or vendored.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED) # headers only: Signals2, Beast, Asio, Random
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)

find_package(yaml-cpp 0.7 REQUIRED)
# yaml-cpp 0.7 names its target `yaml-cpp`, 0.8 `yaml-cpp::yaml-cpp`.
add_library(kubarium_yaml INTERFACE)
add_library(kubarium::yaml ALIAS kubarium_yaml)
target_link_libraries(kubarium_yaml INTERFACE
    $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)

if(KUBARIUM_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
    # Qt Test defines each test's own folder as a macro, which no two folders share: a precompiled header would be
    # refused everywhere. Our tests take their paths from KUBARIUM_SOURCE_DIR.
    get_target_property(definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
    list(FILTER definitions EXCLUDE REGEX "QT_TESTCASE_(BUILD|SOURCE)DIR")
    set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${definitions}")
endif()
if(KUBARIUM_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Svg Charts)
    include(qscintilla)
    include(translations)
endif()

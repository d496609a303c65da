# QScintilla for Qt 6 ships no CMake package: find it and give it the target kubarium::qscintilla.

find_path(QSCINTILLA_INCLUDE_DIR Qsci/qsciscintilla.h
    PATHS ${Qt6Core_INCLUDE_DIRS} PATH_SUFFIXES qt6 x86_64-linux-gnu/qt6 aarch64-linux-gnu/qt6)
find_library(QSCINTILLA_LIBRARY NAMES qscintilla2_qt6)
if(NOT QSCINTILLA_INCLUDE_DIR OR NOT QSCINTILLA_LIBRARY)
    message(FATAL_ERROR "QScintilla for Qt 6 was not found. On Debian and Ubuntu: libqscintilla2-qt6-dev.")
endif()
add_library(kubarium_qscintilla INTERFACE)
add_library(kubarium::qscintilla ALIAS kubarium_qscintilla)
target_include_directories(kubarium_qscintilla SYSTEM INTERFACE "${QSCINTILLA_INCLUDE_DIR}")
target_link_libraries(kubarium_qscintilla INTERFACE "${QSCINTILLA_LIBRARY}" Qt6::Widgets)

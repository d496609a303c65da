// The C++ that the build compiles, as text.
#pragma once

#include "model.h"

namespace kubarium::apigen {

std::string header(const Model& model, const FileModel& file); // api/types/<file>.h
std::string tables(const Model& model, const FileModel& file); // <file>.cpp
std::string registry(const Model& model); // registry.cpp: kinds() and types()
std::string umbrella(const Model& model); // api/types/all.h

std::string quoted(const std::string& text); // a C++ string literal

} // namespace kubarium::apigen

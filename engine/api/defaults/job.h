// Job: how it knows its pods.
#pragma once

#include "defaults.h"

namespace kubarium::api {

struct Job;

// Unless its author chose the selector by hand, a job and its pods get labels that no other job has: its uid and its
// name. Labels that stand there already stay; validation refuses those that say something else.
void generateSelector(Job& job);

} // namespace kubarium::api

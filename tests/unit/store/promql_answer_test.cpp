#include "store/promql_answer.hpp"
#include <gtest/gtest.h>

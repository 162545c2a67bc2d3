// What the code under test writes to standard error, the log included. A thread of its own writes
// the log, so what earlier tests of the program have logged must be out before, and all of it
// after.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "log/log.hpp"

namespace peeringd::test {

inline void capture_log() {
  log::flush();
  testing::internal::CaptureStderr();
}

inline std::string captured_log() {
  log::flush();
  return testing::internal::GetCapturedStderr();
}

}  // namespace peeringd::test

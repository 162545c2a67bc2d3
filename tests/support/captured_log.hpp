// Captures standard error, including the log. A separate thread writes the log, so it is flushed
// before and after the capture.
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

// Macros for GoogleTest tests whose body runs in a network namespace.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "support/network_namespace.hpp"

/// Runs `body` in a network namespace: the test fails if it fails, and is skipped if no namespace
/// can be created.
#define SUCCEEDS_IN_A_NAMESPACE(body)                                \
  switch (::peeringd::test::in_network_namespace(body)) {            \
    case ::peeringd::test::NamespaceOutcome::passed:                 \
      break;                                                         \
    case ::peeringd::test::NamespaceOutcome::failed:                 \
      FAIL() << "see the lines above";                               \
    case ::peeringd::test::NamespaceOutcome::not_permitted:          \
      GTEST_SKIP() << "the kernel allows no network namespace here"; \
  }

/// In a body: returns with the location unless `condition` holds.
#define CHECK(condition)                                                                   \
  if (!(condition)) {                                                                      \
    return std::string(__FILE__ ":") + std::to_string(__LINE__) + ": not so: " #condition; \
  }

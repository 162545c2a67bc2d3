// What a GoogleTest test and the body that it runs in a network namespace are written with.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "support/network_namespace.hpp"

/// Runs `body` in a network namespace: the test fails as it does, and is skipped where there can be
/// no namespace.
#define SUCCEEDS_IN_A_NAMESPACE(body)                                \
  switch (::peeringd::test::in_network_namespace(body)) {            \
    case ::peeringd::test::NamespaceOutcome::passed:                 \
      break;                                                         \
    case ::peeringd::test::NamespaceOutcome::failed:                 \
      FAIL() << "see the lines above";                               \
    case ::peeringd::test::NamespaceOutcome::not_permitted:          \
      GTEST_SKIP() << "the kernel allows no network namespace here"; \
  }

/// In a body: ends it, saying where, unless `condition` holds.
#define CHECK(condition)                                                                   \
  if (!(condition)) {                                                                      \
    return std::string(__FILE__ ":") + std::to_string(__LINE__) + ": not so: " #condition; \
  }

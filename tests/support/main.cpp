// main() of the unit tests. They run in a network namespace, so that ports never conflict with
// another test, and no traffic leaves the host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "support/network_namespace.hpp"

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  const bool runs_tests = !GTEST_FLAG_GET(list_tests);
  if (runs_tests && !peeringd::test::enter_own_network()) {
    std::fputs("The kernel lets us have no network of our own: the tests use the host's.\n",
               stderr);
  }
  return RUN_ALL_TESTS();
}

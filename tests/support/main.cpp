// main() of the unit tests. They run in a network of their own, so that no port is another test's
// at the same moment, and nothing that they send can leave the host.
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

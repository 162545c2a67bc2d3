#include "base/fnv1a.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

// The test suite of draft-eastlake-fnv.
TEST(Fnv1a, HashesTheExamplesOfItsAuthors) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325U);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8U);
}

TEST(Fnv1a, ContinuesAHash) {
  EXPECT_EQ(fnv1a("bar", fnv1a("foo")), fnv1a("foobar"));
}

}  // namespace
}  // namespace peeringd

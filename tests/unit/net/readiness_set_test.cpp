#include "net/readiness_set.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "support/loopback.hpp"

namespace peeringd {
namespace {

using Keys = std::vector<ReadinessSet::Key>;

// A pair of connected sockets, both of which can be written at once.
struct Pair {
  Pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0) {
      throw std::runtime_error("no pair of sockets");
    }
    near = Descriptor(ends[0]);
    far = Descriptor(ends[1]);
  }
  void fill() const {
    const std::array<char, 4096> block{};
    while (::send(near.get(), block.data(), block.size(), MSG_NOSIGNAL) > 0) {
    }
  }
  Descriptor near;
  Descriptor far;
};

Keys collect(ReadinessSet& set, std::size_t most) {
  Keys keys(most);
  keys.resize(set.collect(keys));
  std::ranges::sort(keys);
  return keys;
}

TEST(ReadinessSet, ReportsNothingAtFirst) {
  auto set = ReadinessSet::open().value();
  EXPECT_EQ(collect(set, 8), Keys{});
}

TEST(ReadinessSet, ReportsTheKeysOfReadySockets) {
  auto set = ReadinessSet::open().value();
  const Pair ready;
  const Pair full;
  const Pair also_ready;
  full.fill();
  ASSERT_FALSE(set.add_writable(ready.near.get(), 7));
  ASSERT_FALSE(set.add_writable(full.near.get(), 8));
  ASSERT_FALSE(set.add_writable(also_ready.near.get(), UINT32_MAX));
  EXPECT_EQ(collect(set, 8), (Keys{7, UINT32_MAX}));
}

TEST(ReadinessSet, ReportsFailedSockets) {
  auto set = ReadinessSet::open().value();
  Pair pair;
  pair.fill();
  ASSERT_FALSE(set.add_writable(pair.near.get(), 1));
  ASSERT_EQ(collect(set, 8), Keys{});
  pair.far.close();
  EXPECT_EQ(collect(set, 8), Keys{1});
}

TEST(ReadinessSet, ForgetsASocketThatIsClosed) {
  auto set = ReadinessSet::open().value();
  Pair pair;
  ASSERT_FALSE(set.add_writable(pair.near.get(), 1));
  pair.near.close();
  EXPECT_EQ(collect(set, 8), Keys{});
}

TEST(ReadinessSet, ReportsAsManySocketsAsFitAndTheRestLater) {
  auto set = ReadinessSet::open().value();
  const std::vector<Pair> pairs(100);
  for (ReadinessSet::Key key = 0; key < pairs.size(); ++key) {
    ASSERT_FALSE(set.add_writable(pairs[key].near.get(), key));
  }
  std::set<ReadinessSet::Key> seen;
  for (int round = 0; round < 100 && seen.size() < pairs.size(); ++round) {
    const Keys keys = collect(set, 7);
    ASSERT_EQ(keys.size(), 7U);
    seen.insert(keys.begin(), keys.end());
  }
  EXPECT_EQ(seen.size(), pairs.size()) << "some groups are never served";
}

TEST(ReadinessSet, BecomesReadableWhenAnySocketIsReady) {
  auto set = ReadinessSet::open().value();
  pollfd poll_for{set.descriptor(), POLLIN, 0};
  EXPECT_EQ(::poll(&poll_for, 1, 0), 0);
  const Pair pair;
  ASSERT_FALSE(set.add_writable(pair.near.get(), 1));
  EXPECT_TRUE(test::wait_for(set.descriptor(), POLLIN));
}

TEST(ReadinessSet, ReportsWhyASocketCannotBeAdded) {
  auto set = ReadinessSet::open().value();
  EXPECT_EQ(set.add_writable(-1, 1), boost::system::errc::bad_file_descriptor);
}

}  // namespace
}  // namespace peeringd

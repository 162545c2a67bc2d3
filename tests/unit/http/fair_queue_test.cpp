#include "http/fair_queue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace peeringd {
namespace {

using Line = FairQueue<std::string, int>;

std::string order_of(Line& line) {
  std::string order;
  while (const auto item = line.take()) order += std::to_string(*item);
  return order;
}

TEST(FairQueue, ServesGroupsInTurnAndTheNewestItemOfEachFirst) {
  Line line;
  for (const int crowd : {1, 2, 3, 4}) line.add("crowd", crowd);
  line.add("other", 5);
  line.add("other", 6);
  EXPECT_EQ(order_of(line), "463521");
  EXPECT_TRUE(line.empty());
}

TEST(FairQueue, DoesNotStarveAGroupForOneThatKeepsComing) {
  Line line;
  for (const int crowd : {1, 2}) line.add("crowd", crowd);
  line.add("again", 5);
  EXPECT_EQ(line.take(), 2);
  EXPECT_EQ(line.take(), 5);
  line.add("again", 6);
  EXPECT_EQ(line.take(), 1);
}

TEST(FairQueue, ForgetsRemovedItems) {
  Line line;
  line.add("a", 1);
  line.add("b", 2);
  EXPECT_EQ(line.size_of("a"), 1U);
  line.remove_if([](int item) { return item == 1; });
  EXPECT_EQ(line.size_of("a"), 0U);
  EXPECT_EQ(order_of(line), "2");
  EXPECT_EQ(line.take(), std::nullopt);
}

}  // namespace
}  // namespace peeringd

#include "report/store_warnings.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <vector>

namespace peeringd {
namespace {

boost::json::value marked(const std::vector<std::string>& warnings) {
  return boost::json::parse(with_store_warnings({{"unit", "us"}}, warnings));
}

TEST(StoreWarnings, AreThoseOfTheStoreEachOnce) {
  const auto document = marked({"shard-1: connection refused", "shard-2", "shard-2"});
  EXPECT_EQ(document.at("warnings"),
            (boost::json::array{"shard-1: connection refused", "shard-2"}));
  EXPECT_EQ(document.at("unit"), "us");
}

TEST(StoreWarnings, AreEmptyForACompleteAnswer) {
  EXPECT_EQ(marked({}).at("warnings"), boost::json::array());
}

}  // namespace
}  // namespace peeringd

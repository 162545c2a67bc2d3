#include "resolve/dns_lookup.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Such as "1 edns 3s": the last number of the server's address, and the kind of query.
std::vector<std::string> in_words(const AttemptPlan& plan) {
  std::vector<std::string> words;
  for (const auto& attempt : attempts_of(plan)) {
    const std::string server = attempt.server.address.to_string();
    words.push_back(server.substr(server.rfind('.') + 1) + (attempt.edns ? " edns " : " plain ") +
                    std::to_string(attempt.timeout / 1s) + "s");
  }
  return words;
}

TEST(LookupAttempts, TryEachServerWithEdnsThenWithout) {
  const std::vector<NameServer> servers{{address("192.0.2.1"), "", 53},
                                        {address("192.0.2.2"), "", 53}};
  EXPECT_THAT(in_words({servers, 0, 2, 3s, true}),
              ElementsAre("1 edns 3s", "2 edns 3s", "1 plain 6s", "2 plain 6s"));
  EXPECT_THAT(in_words({servers, 1, 3, 1s, false}),
              ElementsAre("2 plain 1s", "1 plain 1s", "2 edns 2s", "1 edns 2s", "2 plain 4s",
                          "1 plain 4s"));
  EXPECT_THAT(in_words({{}, 0, 2, 3s, true}), IsEmpty());
}

}  // namespace
}  // namespace peeringd

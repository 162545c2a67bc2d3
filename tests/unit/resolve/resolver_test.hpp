// A resolver that asks a DNS server of the test, with a loop that runs until a condition holds.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "resolve/resolver.hpp"
#include "support/addresses.hpp"
#include "support/fake_dns_server.hpp"
#include "support/run_until.hpp"

namespace peeringd::test {

class ResolverTest : public ::testing::Test {
 protected:
  ResolverTest() : server_(context_) { options_.servers = {server_.address()}; }

  Resolver& resolver() {
    if (!resolver_) resolver_.emplace(context_.get_executor(), source_, options_);
    return *resolver_;
  }

  // Runs the loop until the condition holds; the test fails after a timeout.
  template <typename Condition>
  bool until(Condition condition) {
    return run_until(context_, condition, std::chrono::seconds{20});
  }

  Result<ResolvedAddresses> resolve(const std::string& host, Family family = Family::ipv4) {
    std::optional<Result<ResolvedAddresses>> result;
    resolver().resolve(host, family, [&result](auto answer) { result = std::move(answer); });
    EXPECT_FALSE(result.has_value()) << "called back from within resolve()";
    if (!until([&result] { return result.has_value(); })) return Error{"no call back"};
    return *result;
  }

  std::string failure(const std::string& host, Family family = Family::ipv4) {
    const auto result = resolve(host, family);
    return result ? "no failure" : result.error().message;
  }

  boost::asio::io_context context_;
  FakeDnsServer server_;
  Source source_{address("127.0.0.1"), "", std::nullopt, 0};
  ResolverOptions options_;
  std::optional<Resolver> resolver_;
};

}  // namespace peeringd::test

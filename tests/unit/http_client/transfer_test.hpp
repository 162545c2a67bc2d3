// Fixture for HTTP transfers: a loop, a source on loopback, and the results by key.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <string_view>

#include "http_client/http_transfer.hpp"
#include "http_client/trust_anchors.hpp"
#include "support/scripted_server.hpp"

namespace peeringd::test {

class TransferTest : public ::testing::Test {
 protected:
  explicit TransferTest(std::span<const std::string_view> headers = {}) {
    source_.address = boost::asio::ip::make_address("127.0.0.1");
    transfers_ =
        std::make_unique<HttpTransfers>(context_.get_executor(), source_, headers, trust_,
                                        [this](std::uint32_t key, const TransferResult& result) {
                                          results_.emplace(key, result);
                                          on_result(key);
                                        });
  }

  /// Called after the result of transfer `key` has been stored.
  virtual void on_result(std::uint32_t /*key*/) {}

  /// Starts transfer 0.
  void start(const ScriptedServer& server, TransferRequest request) {
    request.port = server.port();
    const auto started = transfers_->start(0, source_.address, request);
    ASSERT_TRUE(started) << started.error().message();
    id_ = *started;
  }

  void run_until(std::size_t results) {
    using namespace std::chrono_literals;
    context_.restart();
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (results_.size() < results && std::chrono::steady_clock::now() < limit) {
      context_.run_one_for(1s);
    }
    ASSERT_EQ(results_.size(), results) << "not within 20 s";
  }

  TransferResult result_of(const ScriptedServer& server, const TransferRequest& request) {
    results_.clear();
    start(server, request);
    run_until(1);
    return results_[0];
  }

  std::shared_ptr<TrustAnchors> trust_ = std::make_shared<TrustAnchors>();
  boost::asio::io_context context_;
  Source source_;
  HttpTransfers::Id id_;
  std::map<std::uint32_t, TransferResult> results_;
  std::unique_ptr<HttpTransfers> transfers_;
};

}  // namespace peeringd::test

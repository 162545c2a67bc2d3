// HTTP requests to valid and invalid servers on loopback.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "http_client/response_head.hpp"
#include "net/socket.hpp"
#include "unit/http_client/http_transfer_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::HasSubstr;

TEST_F(HttpTransferTest, ReportsTheResultOfAnExchange) {
  const ScriptedServer server(answering(std::string(plain_answer)));
  const TransferResult result = result_of(server, plain_);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_EQ(result.status, 200);
  EXPECT_EQ(result.http_version, "1.1");
  EXPECT_EQ(result.body_bytes, 2U);
  EXPECT_EQ(result.body, "");  // not requested
  ASSERT_TRUE(result.round_trip);
  EXPECT_GT(*result.round_trip, 0s);
  EXPECT_EQ(result.connect, result.round_trip);
  EXPECT_TRUE(result.processing);
  EXPECT_TRUE(result.transfer);
  EXPECT_FALSE(result.tls);
  EXPECT_EQ(result.tls_version, "");
}

TEST_F(HttpTransferTest, SendsTheRequestAsGiven) {
  std::string request;
  const ScriptedServer server([&](Peer& peer) {
    request = peer.read_request();
    peer.write(plain_answer);
    peer.wait_for_end();
  });
  plain_.method = HttpMethod::head;
  plain_.path = "/a/../b?c";
  plain_.headers = {"X-Probe: 1"};
  result_of(server, plain_);
  EXPECT_THAT(request, testing::StartsWith("HEAD /a/../b?c HTTP/1.1\r\n"));
  EXPECT_THAT(request,
              HasSubstr("\r\nHost: edge.example:" + std::to_string(server.port()) + "\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Probe: 1\r\n"));
  for (const char* absent : {"Expect", "Cookie", "Authorization", "Proxy"}) {
    EXPECT_THAT(request, testing::Not(HasSubstr(absent)));
  }
}

TEST_F(HttpTransferTest, IgnoresTheProxiesOfTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("all_proxy", "http://127.0.0.1:1", 1);
  const ScriptedServer server(answering(std::string(plain_answer)));
  const TransferResult result = result_of(server, plain_);
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
}

TEST_F(HttpTransferTest, DoesNotFollowRedirects) {
  const ScriptedServer server(
      answering("HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(result_of(server, plain_).status, 301);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpTransferTest, KeepsTheWantedHeadersOfTheFinalResponse) {
  const ScriptedServer server(
      answering("HTTP/1.1 103 Early Hints\r\nX-MSEdge-Ref: hint\r\n\r\n"
                "HTTP/1.1 401 No\r\nx-msedge-ref:  Ref A: 1 Ref B: AMS \r\nX-Azure-Ref: " +
                std::string(max_header_value + 1, 'a') + "\r\nContent-Length: 0\r\n\r\n"));
  const TransferResult result = result_of(server, plain_);
  EXPECT_EQ(result.status, 401);
  const std::vector<ResponseHeader> kept{{"X-MSEdge-Ref", "Ref A: 1 Ref B: AMS"},
                                         {"x-azure-ref", ""}};
  EXPECT_EQ(result.headers, kept);
}

TEST_F(HttpTransferTest, KeepsEachValueOfAHeaderThatOccursTwice) {
  const ScriptedServer server(
      answering("HTTP/1.1 200 OK\r\nX-MSEdge-Ref: ATL\r\nContent-Length: 0\r\n"
                "x-msedge-ref: HKG\r\n\r\n"));
  const std::vector<ResponseHeader> kept{{"X-MSEdge-Ref", "ATL"}, {"X-MSEdge-Ref", "HKG"}};
  EXPECT_EQ(result_of(server, plain_).headers, kept);
}

TEST_F(HttpTransferTest, DoesNotTreatTrailersAsHeaders) {
  const ScriptedServer server(
      answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-MSEdge-Ref\r\n\r\n"
                "2\r\nhi\r\n0\r\nX-MSEdge-Ref: ATL\r\n\r\n"));
  const TransferResult result = result_of(server, plain_);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_TRUE(result.headers.empty());
}

TEST_F(HttpTransferTest, KeepsABodyUpToItsLimit) {
  const ScriptedServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789"));
  plain_.keep_body = true;
  plain_.max_body = 10;
  EXPECT_EQ(result_of(server, plain_).body, "123456789");
  plain_.max_body = 4;
  const TransferResult cut = result_of(server, plain_);
  EXPECT_EQ(cut.outcome, TransferOutcome::complete) << cut.error;
  EXPECT_EQ(cut.body, "1234");
}

TEST_F(HttpTransferTest, ReadsAnEndlessBodyOnlyUpToItsLimit) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    while (peer.write(std::string(10000, 'x'))) {
    }
  });
  const TransferResult result = result_of(server, plain_);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_LT(result.body_bytes, 128U * 1024);
}

TEST_F(HttpTransferTest, TreatsAHeadOfAMegabyteAsMalformed) {
  for (const std::string& head : {"X-Long: " + std::string(1000000, 'x') + "\r\n\r\n", [] {
                                    std::string lines;
                                    for (int i = 0; i < 10000; ++i)
                                      lines += "X-" + std::to_string(i) + ": " +
                                               std::string(90, 'x') + "\r\n";
                                    return lines + "\r\n";
                                  }()}) {
    const ScriptedServer server(answering("HTTP/1.1 200 OK\r\n" + head));
    const TransferResult result = result_of(server, plain_);
    EXPECT_EQ(result.outcome, TransferOutcome::malformed) << result.error;
  }
}

TEST_F(HttpTransferTest, TreatsOtherProtocolsAsMalformed) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_request();
    peer.write("SSH-2.0-OpenSSH_9.2\r\n");
    peer.wait_for_end();
  });
  EXPECT_EQ(result_of(server, plain_).outcome, TransferOutcome::malformed);
}

TEST_F(HttpTransferTest, ReportsThatTheServerClosedEarly) {
  const ScriptedServer silent([](Peer& peer) { peer.read_request(); });
  EXPECT_EQ(result_of(silent, plain_).outcome, TransferOutcome::reset);
  const ScriptedServer rude([](Peer& peer) {
    peer.read_request();
    peer.reset_at_the_end();
  });
  EXPECT_EQ(result_of(rude, plain_).outcome, TransferOutcome::reset);
  const ScriptedServer halfway([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  });
  const TransferResult result = result_of(halfway, plain_);
  EXPECT_EQ(result.outcome, TransferOutcome::reset);
  EXPECT_TRUE(result.processing);
  EXPECT_FALSE(result.transfer);
}

TEST_F(HttpTransferTest, ReportsARefusedConnection) {
  // A port that is bound, but does not listen.
  const Descriptor reserved(::socket(AF_INET, SOCK_STREAM, 0));
  const auto address = socket_address(source_.address, 0);
  ::bind(reserved.get(), address.data(), static_cast<socklen_t>(address.size()));
  auto bound = address;
  socklen_t size = static_cast<socklen_t>(bound.capacity());
  ::getsockname(reserved.get(), bound.data(), &size);
  plain_.port = bound.port();
  ASSERT_TRUE(transfers_->start(0, source_.address, plain_));
  run_until(1);
  EXPECT_EQ(results_[0].outcome, TransferOutcome::refused);
  EXPECT_FALSE(results_[0].round_trip);
}

TEST_F(HttpTransferTest, FailsImmediatelyFromAnAddressThatIsNotLocal) {
  Source source;
  source.address = boost::asio::ip::make_address("192.0.2.1");
  HttpTransfers transfers(context_.get_executor(), source, wanted_headers, trust_,
                          [](std::uint32_t, const TransferResult&) { ADD_FAILURE(); });
  const auto started = transfers.start(0, source_.address, plain_);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().error, boost::system::errc::address_not_available);
  EXPECT_TRUE(started.error().without_socket);
}

TEST_F(HttpTransferTest, DoesNotCallBackAfterCancel) {
  std::atomic<int> requests = 0;
  const ScriptedServer server([&](Peer& peer) {
    if (!peer.read_request().empty()) ++requests;
    peer.wait_for_end();
    ++requests;
  });
  start(server, plain_);
  while (requests == 0) context_.run_one_for(10ms);
  transfers_->cancel(id_);
  transfers_->cancel(id_);  // idempotent
  while (requests == 1) context_.run_one_for(10ms);
  EXPECT_TRUE(results_.empty());
  // Another transfer uses its slot now; the old id does not refer to it.
  const ScriptedServer good(answering(std::string(plain_answer)));
  const auto old = id_;
  start(good, plain_);
  transfers_->cancel(old);
  run_until(1);
  EXPECT_EQ(results_[0].outcome, TransferOutcome::complete);
}

TEST_F(HttpTransferTest, MayBeDestroyedWithActiveTransfers) {
  std::atomic<int> requests = 0;
  const ScriptedServer server([&](Peer& peer) {
    if (!peer.read_request().empty()) ++requests;
    peer.wait_for_end();
  });
  start(server, plain_);
  while (requests == 0) context_.run_one_for(10ms);
  start(server, plain_);  // still in its handshake
  transfers_.reset();
  context_.run_for(10ms);
  EXPECT_TRUE(results_.empty());
}

}  // namespace
}  // namespace peeringd

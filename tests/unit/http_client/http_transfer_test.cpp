// HTTP requests to valid and invalid servers on loopback.
#include "http_client/http_transfer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "http_client/response_head.hpp"
#include "net/socket.hpp"
#include "support/scripted_server.hpp"
#include "transfer_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::Identity;
using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;

constexpr std::array<std::string_view, 2> wanted_headers{"X-MSEdge-Ref", "x-azure-ref"};
constexpr std::string_view plain_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

struct Authority {
  Identity identity = test::make_identity("The test's authority", 240h);
  std::string file =
      testing::TempDir() + "peeringd-test-authority-" + std::to_string(::getpid()) + ".pem";
  Authority() { std::ofstream(file) << pem_of(identity); }
};

const Authority& authority() {
  static const Authority one;
  return one;
}

Identity trusted(const std::string& name, std::chrono::seconds valid_for = 48h) {
  return test::make_identity(name, valid_for, &authority().identity);
}

void answer(Peer& peer, std::string_view response) {
  while (!peer.read_request().empty()) {
    if (!peer.write(response)) return;
  }
}

/// A server that answers each request with `response`; with a name, over TLS.
ScriptedServer::Conversation answering(std::string response) {
  return [response](Peer& peer) { answer(peer, response); };
}

ScriptedServer::Conversation answering_as(Identity identity, std::string response) {
  return [identity, response](Peer& peer) {
    if (peer.secure(identity)) answer(peer, response);
  };
}

class HttpTransfer : public test::TransferTest {
 protected:
  HttpTransfer() : TransferTest(wanted_headers) {
    plain_.tls = false;
    plain_.host = "edge.example";
    plain_.method = HttpMethod::get;
    secure_ = plain_;
    secure_.tls = true;
    secure_.ca_file = authority().file;
  }

  void on_result(std::uint32_t key) override {
    if (follow_up_ && key == 0) transfers_->follow(1, id_, *follow_up_);
  }

  /// The outcome of the second request on the connection of the first.
  TransferResult warm_result_of(const ScriptedServer& server, TransferRequest request) {
    follow_up_ = request;
    follow_up_->port = server.port();
    request.keep_connection = true;
    start(server, request);
    run_until(2);
    return results_[1];
  }

  TransferRequest plain_;
  TransferRequest secure_;
  std::optional<TransferRequest> follow_up_;
};

TEST_F(HttpTransfer, ReportsTheResultOfAnExchange) {
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

TEST_F(HttpTransfer, SendsTheRequestAsGiven) {
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

TEST_F(HttpTransfer, IgnoresTheProxiesOfTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("all_proxy", "http://127.0.0.1:1", 1);
  const ScriptedServer server(answering(std::string(plain_answer)));
  const TransferResult result = result_of(server, plain_);
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
}

TEST_F(HttpTransfer, DoesNotFollowRedirects) {
  const ScriptedServer server(
      answering("HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(result_of(server, plain_).status, 301);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpTransfer, KeepsTheWantedHeadersOfTheFinalResponse) {
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

TEST_F(HttpTransfer, KeepsEachValueOfAHeaderThatOccursTwice) {
  const ScriptedServer server(
      answering("HTTP/1.1 200 OK\r\nX-MSEdge-Ref: ATL\r\nContent-Length: 0\r\n"
                "x-msedge-ref: HKG\r\n\r\n"));
  const std::vector<ResponseHeader> kept{{"X-MSEdge-Ref", "ATL"}, {"X-MSEdge-Ref", "HKG"}};
  EXPECT_EQ(result_of(server, plain_).headers, kept);
}

TEST_F(HttpTransfer, DoesNotTreatTrailersAsHeaders) {
  const ScriptedServer server(
      answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-MSEdge-Ref\r\n\r\n"
                "2\r\nhi\r\n0\r\nX-MSEdge-Ref: ATL\r\n\r\n"));
  const TransferResult result = result_of(server, plain_);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_TRUE(result.headers.empty());
}

TEST_F(HttpTransfer, KeepsABodyUpToItsLimit) {
  const ScriptedServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789"));
  plain_.keep_body = true;
  plain_.max_body = 10;
  EXPECT_EQ(result_of(server, plain_).body, "123456789");
  plain_.max_body = 4;
  const TransferResult cut = result_of(server, plain_);
  EXPECT_EQ(cut.outcome, TransferOutcome::complete) << cut.error;
  EXPECT_EQ(cut.body, "1234");
}

TEST_F(HttpTransfer, ReadsAnEndlessBodyOnlyUpToItsLimit) {
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

TEST_F(HttpTransfer, TreatsAHeadOfAMegabyteAsMalformed) {
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

TEST_F(HttpTransfer, TreatsOtherProtocolsAsMalformed) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_request();
    peer.write("SSH-2.0-OpenSSH_9.2\r\n");
    peer.wait_for_end();
  });
  EXPECT_EQ(result_of(server, plain_).outcome, TransferOutcome::malformed);
}

TEST_F(HttpTransfer, ReportsThatTheServerClosedEarly) {
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

TEST_F(HttpTransfer, ReportsARefusedConnection) {
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

TEST_F(HttpTransfer, FailsImmediatelyFromAnAddressThatIsNotLocal) {
  Source source;
  source.address = boost::asio::ip::make_address("192.0.2.1");
  HttpTransfers transfers(context_.get_executor(), source, wanted_headers, trust_,
                          [](std::uint32_t, const TransferResult&) { ADD_FAILURE(); });
  const auto started = transfers.start(0, source_.address, plain_);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error(), boost::system::errc::address_not_available);
}

TEST_F(HttpTransfer, DoesNotCallBackAfterCancel) {
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

TEST_F(HttpTransfer, MayBeDestroyedWithActiveTransfers) {
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

TEST_F(HttpTransfer, SendsAFollowUpOnTheSameConnection) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  const TransferResult warm = warm_result_of(server, secure_);
  EXPECT_EQ(warm.outcome, TransferOutcome::complete) << warm.error;
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(warm.round_trip);
  EXPECT_FALSE(warm.connect);
  EXPECT_FALSE(warm.tls);
  EXPECT_TRUE(warm.processing);
  EXPECT_EQ(warm.tls_version, "TLSv1.3");
  EXPECT_TRUE(warm.certificate_not_after);
}

TEST_F(HttpTransfer, MakesNoNewConnectionForAFollowUp) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_request();
    peer.write(plain_answer);  // and closes
  });
  EXPECT_EQ(warm_result_of(server, plain_).outcome, TransferOutcome::reset);
  EXPECT_EQ(results_[0].outcome, TransferOutcome::complete);
  const ScriptedServer closing(
      answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  results_.clear();
  EXPECT_EQ(warm_result_of(closing, plain_).outcome, TransferOutcome::reset);
  EXPECT_EQ(server.connections() + closing.connections(), 2);
}

TEST_F(HttpTransfer, ClosesAKeptConnectionThatIsNotFollowedUp) {
  std::atomic<int> ended = 0;
  const ScriptedServer server([&](Peer& peer) {
    answer(peer, plain_answer);
    ++ended;
  });
  plain_.keep_connection = true;
  result_of(server, plain_);
  while (ended == 0) context_.run_one_for(10ms);
  plain_.keep_connection = false;
  EXPECT_EQ(result_of(server, plain_).outcome, TransferOutcome::complete);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpTransfer, ReportsTheEarliestExpiryOfTheCertificates) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  const TransferResult result = result_of(server, secure_);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_EQ(result.tls_version, "TLSv1.3");
  EXPECT_TRUE(result.tls);
  ASSERT_TRUE(result.certificate_not_after);
  const auto left = *result.certificate_not_after - std::chrono::system_clock::now();
  EXPECT_GT(left, 47h);
  EXPECT_LE(left, 48h);
}

TEST_F(HttpTransfer, MakesAFullHandshakeEachTime) {
  const auto identity = trusted("edge.example");
  const ScriptedServer server(answering_as(identity, std::string(plain_answer)));
  for (int i = 0; i < 2; ++i) {
    // The chain is sent and verified only in a full handshake.
    EXPECT_TRUE(result_of(server, secure_).certificate_not_after);
  }
}

TEST_F(HttpTransfer, RejectsABadCertificateButReportsItsExpiry) {
  for (const Identity& bad : {trusted("edge.example", -1h), trusted("other.example"),
                              test::make_identity("edge.example", 48h)}) {
    const ScriptedServer server(answering_as(bad, std::string(plain_answer)));
    const TransferResult result = result_of(server, secure_);
    EXPECT_EQ(result.outcome, TransferOutcome::tls);
    EXPECT_NE(result.error, "");
    EXPECT_TRUE(result.certificate_not_after);
    EXPECT_TRUE(result.round_trip);
    EXPECT_EQ(result.status, 0);
    TransferRequest careless = secure_;
    careless.verify = false;
    EXPECT_EQ(result_of(server, careless).outcome, TransferOutcome::complete);
  }
}

TEST_F(HttpTransfer, VerifiesEachServerWithTheRootsOfItsRequest) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  TransferRequest by_the_system = secure_;
  by_the_system.ca_file.clear();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(result_of(server, by_the_system).outcome, TransferOutcome::tls);
    EXPECT_EQ(result_of(server, secure_).outcome, TransferOutcome::complete);
  }
}

TEST_F(HttpTransfer, TrustsNoServerIfTheRootsCannotBeRead) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  secure_.ca_file = "/nonexistent.pem";
  EXPECT_EQ(result_of(server, secure_).outcome, TransferOutcome::tls);
}

TEST_F(HttpTransfer, ReportsThatTheHandshakeWasAborted) {
  const ScriptedServer silent([](Peer&) {});
  EXPECT_EQ(result_of(silent, secure_).outcome, TransferOutcome::tls);
  const ScriptedServer plain([](Peer& peer) {
    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.wait_for_end();
  });
  EXPECT_EQ(result_of(plain, secure_).outcome, TransferOutcome::tls);
}

TEST_F(HttpTransfer, RequiresHttp2IfConfigured) {
  const auto identity = trusted("edge.example");
  const ScriptedServer server([&](Peer& peer) {
    if (peer.secure(identity, "http/1.1")) answer(peer, plain_answer);
  });
  EXPECT_EQ(result_of(server, secure_).http_version, "1.1");
  secure_.version = HttpVersion::http2;
  EXPECT_EQ(result_of(server, secure_).outcome, TransferOutcome::tls);
}

}  // namespace
}  // namespace peeringd

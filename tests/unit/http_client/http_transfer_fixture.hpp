// Requests to scripted servers on loopback, in plain text and over TLS with a certificate authority
// of the test.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "http_client/http_transfer.hpp"
#include "support/scripted_server.hpp"
#include "unit/http_client/transfer_test.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

inline constexpr std::array<std::string_view, 2> wanted_headers{"X-MSEdge-Ref", "x-azure-ref"};
inline constexpr std::string_view plain_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

struct Authority {
  Identity identity = make_identity("The test's authority", 240h);
  std::string file =
      testing::TempDir() + "peeringd-test-authority-" + std::to_string(::getpid()) + ".pem";
  Authority() { std::ofstream(file) << pem_of(identity); }
};

inline const Authority& authority() {
  static const Authority one;
  return one;
}

inline Identity trusted(const std::string& name, std::chrono::seconds valid_for = 48h) {
  return make_identity(name, valid_for, &authority().identity);
}

inline void answer(Peer& peer, std::string_view response) {
  while (!peer.read_request().empty()) {
    if (!peer.write(response)) return;
  }
}

/// A server that answers each request with `response`; with a name, over TLS.
inline ScriptedServer::Conversation answering(std::string response) {
  return [response](Peer& peer) { answer(peer, response); };
}

inline ScriptedServer::Conversation answering_as(Identity identity, std::string response) {
  return [identity, response](Peer& peer) {
    if (peer.secure(identity)) answer(peer, response);
  };
}

class HttpTransferTest : public TransferTest {
 protected:
  HttpTransferTest() : TransferTest(wanted_headers) {
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

}  // namespace peeringd::test

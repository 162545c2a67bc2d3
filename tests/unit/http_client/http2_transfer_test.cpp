// HTTP/2 with a server that sends single frames (RFC 9113).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "support/scripted_server.hpp"
#include "transfer_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::Identity;
using test::Peer;
using test::ScriptedServer;

std::string number(std::uint32_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xffU);
  }
  return text;
}

std::string frame(char type, char flags, std::uint32_t stream, const std::string& payload = {}) {
  return number(static_cast<std::uint32_t>(payload.size()), 3) + type + flags + number(stream, 4) +
         payload;
}

const std::string settings = frame(4, 0, 0) + frame(4, 1, 0);
const std::string ok_headers = frame(1, 5, 1, "\x88");

std::string reset_stream(std::uint32_t code) {
  return settings + frame(3, 0, 1, number(code, 4));
}

std::string go_away(std::uint32_t last_stream, std::uint32_t code) {
  return settings + frame(7, 0, 0, number(last_stream, 4) + number(code, 4));
}

constexpr std::uint32_t internal_error = 2;
constexpr std::uint32_t refused_stream = 7;
constexpr std::uint32_t http_1_1_required = 0xd;

/// Reads until the client has sent the head of its request on stream 1.
bool read_head_of_stream(Peer& peer) {
  constexpr std::size_t preface = 24;
  constexpr std::size_t frame_head = 9;
  std::string text;
  std::size_t at = preface;
  for (;;) {
    while (text.size() >= at + frame_head) {
      std::size_t length = 0;
      for (int i = 0; i < 3; ++i) length = length << 8U | static_cast<unsigned char>(text[at + i]);
      if (text[at + 3] == 1) return true;
      at += frame_head + length;
    }
    const std::string more = peer.read();
    if (more.empty()) return false;
    text += more;
  }
}

class Http2Transfer : public test::TransferTest {
 protected:
  Http2Transfer() {
    request_.host = "edge.example";
    request_.verify = false;
  }

  /// Answers with `frames` over HTTP/2, or over HTTP/1.1.
  ScriptedServer::Conversation answering_by_frames(const std::string& frames) {
    return [this, frames](Peer& peer) {
      if (!peer.secure(identity_, "h2")) return;
      if (peer.protocol() != "h2") {
        while (!peer.read_request().empty())
          peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      ++http2_connections_;
      if (read_head_of_stream(peer)) peer.write(frames);
      peer.wait_for_end();
    };
  }

  TransferResult result_of(const ScriptedServer& server) {
    return TransferTest::result_of(server, request_);
  }

  const Identity identity_ = test::make_identity("edge.example", 48h);
  std::atomic<int> http2_connections_ = 0;
  TransferRequest request_;
};

TEST_F(Http2Transfer, UsesHttp2IfTheServerChoosesIt) {
  const ScriptedServer server(answering_by_frames(settings + ok_headers));
  const TransferResult result = result_of(server);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_EQ(result.http_version, "2");
}

TEST_F(Http2Transfer, FallsBackToHttp1IfTheServerRequiresIt) {
  const ScriptedServer server(answering_by_frames(reset_stream(http_1_1_required)));
  for (int i = 0; i < 3; ++i) {
    const TransferResult result = result_of(server);
    EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
    EXPECT_EQ(result.status, 200);
    EXPECT_EQ(result.http_version, "1.1");
    EXPECT_TRUE(result.round_trip);
  }
  EXPECT_EQ(http2_connections_, 1);  // later requests use HTTP/1.1 at once
  EXPECT_EQ(server.connections(), 4);
}

TEST_F(Http2Transfer, OpensNoSecondConnectionIfHttp2IsRequired) {
  request_.version = HttpVersion::http2;
  const ScriptedServer server(answering_by_frames(reset_stream(http_1_1_required)));
  EXPECT_EQ(result_of(server).outcome, TransferOutcome::reset);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Http2Transfer, MayBeCancelledOnItsSecondConnection) {
  std::atomic<int> connections = 0;
  const ScriptedServer server([&](Peer& peer) {
    if (++connections > 1) return peer.wait_for_end();
    answering_by_frames(reset_stream(http_1_1_required))(peer);
  });
  request_.port = server.port();
  const auto id = transfers_->start(0, source_.address, request_);
  while (connections < 2) context_.run_one_for(10ms);
  transfers_->cancel(*id);
  context_.run_for(20ms);
  EXPECT_TRUE(results_.empty());
}

TEST_F(Http2Transfer, ReportsAResetIfTheStreamOrSessionEndsBeforeTheResponse) {
  for (const std::string& frames :
       {reset_stream(internal_error), reset_stream(refused_stream), go_away(0, 0),
        go_away(0, internal_error), go_away(0, http_1_1_required)}) {
    const ScriptedServer server(answering_by_frames(frames));
    EXPECT_EQ(result_of(server).outcome, TransferOutcome::reset);
    EXPECT_EQ(server.connections(), 1);
  }
}

// curl reads while data is available, so a fast server could keep it busy.
TEST_F(Http2Transfer, EndsAConnectionThatSendsEndlessFrames) {
  std::string unknown_frames;
  for (int i = 0; i < 10'000; ++i) unknown_frames += frame('\x7f', 0, 0);
  const ScriptedServer server([&](Peer& peer) {
    if (!peer.secure(identity_, "h2") || !read_head_of_stream(peer)) return;
    peer.write(settings);
    while (peer.write(unknown_frames)) {
    }
  });
  EXPECT_EQ(result_of(server).outcome, TransferOutcome::reset);
}

TEST_F(Http2Transfer, TreatsAHeadWithoutAStatusAsMalformed) {
  const std::string head = frame(1, 5, 1, std::string("\0\1x\1y", 5));
  const ScriptedServer server(answering_by_frames(settings + head));
  EXPECT_EQ(result_of(server).outcome, TransferOutcome::malformed);
}

}  // namespace
}  // namespace peeringd

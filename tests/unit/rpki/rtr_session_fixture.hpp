// An RTR session that receives PDUs from a scripted cache, with its own clock.
#pragma once

#include <gtest/gtest.h>

#include "rpki/rtr_query.hpp"
#include "rpki/rtr_session.hpp"
#include "unit/rpki/rtr_stream.hpp"

namespace peeringd::test {

using Vrps = std::vector<Vrp>;

inline constexpr int session_id = 0xf0ea;

inline RtrBytes announce(const Vrp& vrp, int version = 1) {
  return prefix_pdu(version, true, vrp.network.to_string(), vrp.max_length, vrp.origin);
}

inline RtrBytes withdraw(const Vrp& vrp) {
  return prefix_pdu(1, false, vrp.network.to_string(), vrp.max_length, vrp.origin);
}

class RtrSessionTest : public ::testing::Test {
 protected:
  RtrStep connect(const std::string& cache = "a:323") { return session_.on_connected(cache, now_); }

  /// Passes a stream to the session. The result has everything that was sent.
  RtrStep receive(const RtrBytes& stream) {
    RtrStep all;
    std::span<const std::uint8_t> rest(stream);
    while (!rest.empty() && !all.close) {
      const auto read = read_rtr_pdu(rest);
      if (const auto* error = std::get_if<RtrPduError>(&read)) {
        add(all, session_.on_pdu_error(*error));
        break;
      }
      const auto& pdu = std::get<RtrPdu>(read);
      add(all, session_.on_pdu(pdu, now_));
      rest = rest.subspan(pdu.size);
    }
    return all;
  }

  RtrStep wait(Duration duration) {
    now_ += duration;
    return session_.on_time(now_);
  }

  /// A connection with data: v4, serial 7.
  void synchronise() {
    connect();
    receive(cache_response(1, session_id) + announce(v4) + end_of_data(1, session_id, 7));
    ASSERT_EQ(session_.vrps(), Vrps{v4});
  }

  static RtrBytes serial_query(std::uint32_t serial) {
    return rtr_serial_query(1, session_id, serial);
  }

  MonotonicTime now_{std::chrono::hours{1000}};
  RtrSession session_{watched_prefixes()};

 private:
  static void add(RtrStep& all, const RtrStep& step) {
    all.send = all.send + step.send;
    all.close = all.close || step.close;
    all.changed = all.changed || step.changed;
    if (!step.problem.empty()) all.problem = step.problem;
  }
};

}  // namespace peeringd::test

// A client on a blocking socket that sends anything, valid or not. Throws if an operation takes
// longer than half a minute, which fails the test.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace peeringd::test {

struct Received {
  int status = 0;
  std::string status_line;
  std::map<std::string, std::string> fields;  ///< names in lower case
  std::string body;
};

class RawClient {
 public:
  /// Connects to 127.0.0.1. Before that, sets a receive buffer above 0 and calls `opened`.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0,
                     const std::function<void()>& opened = {});
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes) const;

  /// Stops sending but continues to read.
  void finish_sending() const;

  /// False if the connection has ended or has data to read.
  bool send_into_silence(std::string_view bytes) const;

  /// Reads one response; its body by Content-Length or in chunks, none if it answers to HEAD.
  Received receive(bool head = false);

  Received get(std::string_view path, std::string_view more_fields = "");

  /// Reads to the end of the connection, regular or not.
  std::string receive_rest();

  /// Waits for the end of the connection; false if data arrives.
  bool is_closed_by_server() { return receive_rest().empty(); }

 private:
  bool fill();
  std::string take(std::size_t size);
  std::string take_line();
  std::string receive_chunks();

  int socket_;
  std::string buffer_;
};

}  // namespace peeringd::test

#include "raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace peeringd::test {
namespace {

void check(bool ok, const char* what) {
  if (!ok) throw std::system_error(errno, std::generic_category(), what);
}

Received parse_header(std::string_view header) {
  Received received;
  received.status_line = header.substr(0, header.find("\r\n"));
  received.status = std::stoi(received.status_line.substr(9, 3));
  header.remove_prefix(received.status_line.size() + 2);
  while (!header.empty()) {
    const auto end = header.find("\r\n");
    const auto colon = header.find(": ");
    std::string name(header.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    received.fields[name] = header.substr(colon + 2, end - colon - 2);
    header.remove_prefix(end + 2);
  }
  return received;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer, const std::function<void()>& opened)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  check(socket_ >= 0, "socket");
  if (receive_buffer > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  const timeval limit{.tv_sec = 30, .tv_usec = 0};
  check(::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0, "SO_RCVTIMEO");
  check(::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0, "SO_SNDTIMEO");
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (opened) opened();
  check(::connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0,
        "connect");
}

RawClient::~RawClient() {
  ::close(socket_);
}

void RawClient::send(std::string_view bytes) const {
  check(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(bytes.size()),
        "send");
}

void RawClient::finish_sending() const {
  check(::shutdown(socket_, SHUT_WR) == 0, "shutdown");
}

bool RawClient::send_into_silence(std::string_view bytes) const {
  if (::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

bool RawClient::fill() {
  std::array<char, 65536> part;
  const ssize_t size = ::recv(socket_, part.data(), part.size(), 0);
  if (size < 0 && errno == ECONNRESET) return false;
  check(size >= 0, "recv");
  buffer_.append(part.data(), static_cast<std::size_t>(size));
  return size > 0;
}

Received RawClient::receive(bool head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) throw std::runtime_error("closed before the end of a header: " + buffer_);
  }
  Received received = parse_header(std::string_view(buffer_).substr(0, end + 2));
  buffer_.erase(0, end + 4);
  if (head) return received;
  received.body = received.fields.contains("transfer-encoding")
                      ? receive_chunks()
                      : take(std::stoul(received.fields.at("content-length")));
  return received;
}

std::string RawClient::take(std::size_t size) {
  while (buffer_.size() < size) {
    if (!fill()) throw std::runtime_error("closed before the end of a body");
  }
  std::string taken = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return taken;
}

std::string RawClient::take_line() {
  while (buffer_.find("\r\n") == std::string::npos) {
    if (!fill()) throw std::runtime_error("closed within a line");
  }
  std::string line = take(buffer_.find("\r\n") + 2);
  line.resize(line.size() - 2);
  return line;
}

std::string RawClient::receive_chunks() {
  std::string body;
  for (;;) {
    const std::size_t size = std::stoul(take_line(), nullptr, 16);
    body += take(size);
    if (!take_line().empty()) throw std::runtime_error("no line end behind a chunk");
    if (size == 0) return body;
  }
}

Received RawClient::get(std::string_view path, std::string_view more_fields) {
  send("GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more_fields) +
       "\r\n");
  return receive();
}

std::string RawClient::receive_rest() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

}  // namespace peeringd::test

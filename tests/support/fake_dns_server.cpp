#include "support/fake_dns_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>

namespace peeringd::test {
namespace {

using Bytes = std::vector<std::uint8_t>;
using boost::system::error_code;

constexpr std::size_t header_size = 12;

void put16(Bytes& out, unsigned value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}

void put_name(Bytes& out, const std::string& name) {
  std::size_t begin = 0;
  while (begin < name.size()) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    out.push_back(static_cast<std::uint8_t>(end - begin));
    out.insert(out.end(), name.begin() + static_cast<std::ptrdiff_t>(begin),
               name.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end + 1;
  }
  out.push_back(0);
}

Bytes data_of(const DnsRecord& record) {
  Bytes data;
  if (record.type == DnsType::cname) {
    put_name(data, record.value);
    return data;
  }
  const auto address = boost::asio::ip::make_address(record.value);
  if (address.is_v4()) {
    const auto raw = address.to_v4().to_bytes();
    return {raw.begin(), raw.end()};
  }
  const auto raw = address.to_v6().to_bytes();
  return {raw.begin(), raw.end()};
}

void put_record(Bytes& out, const DnsRecord& record) {
  const Bytes data = data_of(record);
  put_name(out, record.name);
  put16(out, static_cast<unsigned>(record.type));
  put16(out, 1);  // IN
  put16(out, record.ttl >> 16);
  put16(out, record.ttl & 0xffff);
  put16(out, static_cast<unsigned>(data.size()));
  out.insert(out.end(), data.begin(), data.end());
}

// The only question of a query: its name and its end; the end is 0 if it is invalid.
std::pair<std::string, std::size_t> read_name(const std::uint8_t* query, std::size_t size) {
  std::string name;
  std::size_t at = header_size;
  while (at < size && query[at] != 0) {
    const std::size_t length = query[at];
    if (at + 1 + length >= size) return {};
    if (!name.empty()) name += '.';
    name.append(reinterpret_cast<const char*>(query) + at + 1, length);
    at += 1 + length;
  }
  return at + 5 <= size ? std::pair{name, at + 5} : std::pair<std::string, std::size_t>{};
}

}  // namespace

class FakeDnsServer::TcpSession : public std::enable_shared_from_this<TcpSession> {
 public:
  TcpSession(FakeDnsServer& server, boost::asio::ip::tcp::socket socket)
      : server_(server), socket_(std::move(socket)) {}

  void read() {
    boost::asio::async_read(
        socket_, boost::asio::buffer(length_),
        [self = shared_from_this()](error_code error, std::size_t) {
          if (error) return;
          self->data_.resize(static_cast<std::size_t>(self->length_[0] * 256 + self->length_[1]));
          boost::asio::async_read(self->socket_, boost::asio::buffer(self->data_),
                                  [self](error_code failed, std::size_t) {
                                    if (!failed) self->reply();
                                  });
        });
  }

 private:
  void reply() {
    const auto peer = socket_.remote_endpoint();
    const auto reply =
        server_.reply_to(data_.data(), data_.size(), {peer.address(), peer.port()}, true);
    if (reply.empty()) return;
    data_.clear();
    put16(data_, static_cast<unsigned>(reply.size()));
    data_.insert(data_.end(), reply.begin(), reply.end());
    boost::asio::async_write(socket_, boost::asio::buffer(data_),
                             [self = shared_from_this()](error_code error, std::size_t) {
                               if (!error) self->read();
                             });
  }

  FakeDnsServer& server_;
  boost::asio::ip::tcp::socket socket_;
  std::array<std::uint8_t, 2> length_{};
  Bytes data_;
};

FakeDnsServer::FakeDnsServer(boost::asio::io_context& context, const char* address,
                             std::uint16_t port)
    : udp_(context), tcp_(context) {
  int attempts = 0;
  while (!bind_both(boost::asio::ip::make_address(address), port)) {
    if (++attempts == 100) throw std::runtime_error("no port is free for both UDP and TCP");
  }
  receive();
  accept();
}

// The kernel picks a port that is free for TCP; UDP may fail.
bool FakeDnsServer::bind_both(const boost::asio::ip::address& address, std::uint16_t port) {
  udp_ = boost::asio::ip::udp::socket{udp_.get_executor()};
  tcp_ = boost::asio::ip::tcp::acceptor{tcp_.get_executor(), {address, port}};
  const boost::asio::ip::udp::endpoint same{address, tcp_.local_endpoint().port()};
  error_code error;
  udp_.open(same.protocol(), error);
  udp_.bind(same, error);
  return !error;
}

FakeDnsServer::~FakeDnsServer() = default;

std::string FakeDnsServer::address() const {
  const auto address = udp_.local_endpoint().address();
  const std::string text = address.is_v4() ? address.to_string() : "[" + address.to_string() + "]";
  return text + ":" + std::to_string(port());
}

void FakeDnsServer::on(const std::string& name, DnsType type, DnsReply reply) {
  replies_[{name, type}] = std::move(reply);
}

void FakeDnsServer::receive() {
  udp_.async_receive_from(boost::asio::buffer(buffer_), peer_,
                          [this](error_code error, std::size_t size) {
                            if (error == boost::asio::error::operation_aborted) return;
                            const auto reply = reply_to(buffer_.data(), size, peer_, false);
                            error_code ignored;
                            if (!reply.empty())
                              udp_.send_to(boost::asio::buffer(reply), peer_, 0, ignored);
                            receive();
                          });
}

void FakeDnsServer::accept() {
  tcp_.async_accept([this](error_code error, boost::asio::ip::tcp::socket socket) {
    if (error) return;
    std::make_shared<TcpSession>(*this, std::move(socket))->read();
    accept();
  });
}

std::vector<std::uint8_t> FakeDnsServer::reply_to(const std::uint8_t* query, std::size_t size,
                                                  const boost::asio::ip::udp::endpoint& asker,
                                                  bool over_tcp) {
  const auto [name, end] = read_name(query, size);
  if (end == 0) return {};
  const auto type = static_cast<DnsType>(query[end - 4] * 256 + query[end - 3]);
  const bool edns = query[11] != 0;  // the number of additional records
  questions_.push_back({name, type, asker.address(), over_tcp, asker.port(), edns});

  DnsReply reply{.code = DnsCode::nxdomain};
  if (any_) reply = any_(questions_.back());
  if (const auto found = replies_.find({name, type}); found != replies_.end())
    reply = found->second;
  if (reply.silent) return {};
  if (reply.raw) {
    Bytes out{query[0], query[1]};
    out.insert(out.end(), reply.raw->begin(), reply.raw->end());
    return out;
  }
  if (reply.header_alone) {
    Bytes out{query[0], query[1]};
    put16(out, 0x8580u | static_cast<unsigned>(reply.code));
    out.resize(header_size);
    return out;
  }
  const bool truncated = reply.truncated_over_udp && !over_tcp;
  const auto& records = truncated ? std::vector<DnsRecord>{} : reply.records;
  Bytes out{query[0], query[1]};
  put16(out, (truncated ? 0x8780u : 0x8580u) | static_cast<unsigned>(reply.code));
  put16(out, 1);
  put16(out, static_cast<unsigned>(records.size()));
  put16(out, 0);
  put16(out, 0);
  out.insert(out.end(), query + header_size, query + end);
  for (const DnsRecord& record : records) put_record(out, record);
  return out;
}

}  // namespace peeringd::test

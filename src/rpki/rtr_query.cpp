#include "rpki/rtr_query.hpp"

namespace peeringd {
namespace {

// Appends numbers in network byte order.
class PduWriter {
 public:
  PduWriter(std::uint8_t version, std::uint8_t type, std::uint16_t field, std::uint32_t size) {
    bytes_ = {version, type};
    add_16(field);
    add_32(size);
  }

  void add_16(std::uint16_t value) {
    bytes_.push_back(static_cast<std::uint8_t>(value >> 8));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }

  void add_32(std::uint32_t value) {
    add_16(static_cast<std::uint16_t>(value >> 16));
    add_16(static_cast<std::uint16_t>(value));
  }

  void add_text(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }

  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::vector<std::uint8_t> rtr_serial_query(std::uint8_t version, std::uint16_t session_id,
                                           std::uint32_t serial) {
  PduWriter query(version, 1, session_id, 12);
  query.add_32(serial);
  return query.take();
}

std::vector<std::uint8_t> rtr_reset_query(std::uint8_t version) {
  return PduWriter(version, 2, 0, rtr_header_size).take();
}

std::vector<std::uint8_t> rtr_error_report(std::uint8_t version, RtrErrorCode code,
                                           std::string_view text) {
  const auto text_size = static_cast<std::uint32_t>(text.size());
  PduWriter report(version, 10, static_cast<std::uint16_t>(code), rtr_header_size + 8 + text_size);
  report.add_32(0);
  report.add_32(text_size);
  report.add_text(text);
  return report.take();
}

}  // namespace peeringd

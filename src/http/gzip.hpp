// gzip (RFC 1952) by zlib, which stays behind this header.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

/// One gzip member in the making. One thread at a time, any.
class GzipStream {
 public:
  /// Nothing when zlib finds no memory; from then on it needs no more.
  static std::optional<GzipStream> begin();

  /// What comes out when `text` goes in: often nothing yet.
  std::string add(std::string_view text);

  /// The rest; then the member is whole, and the stream must not be used any more.
  std::string finish();

 private:
  struct Impl;
  struct Delete {
    void operator()(Impl* impl) const;
  };
  explicit GzipStream(std::unique_ptr<Impl, Delete> impl) : impl_(std::move(impl)) {}
  std::string deflate_all(std::string_view text, int flush);

  std::unique_ptr<Impl, Delete> impl_;
};

/// `text` as one gzip member. Nothing when zlib finds no memory: the caller then sends it as it is.
/// Any thread.
std::optional<std::string> gzip(std::string_view text);

}  // namespace peeringd

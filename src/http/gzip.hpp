// gzip (RFC 1952) by zlib, which only the implementation includes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace peeringd {

/// Compresses a text in pieces into one gzip member. One thread at a time, any.
class GzipStream {
 public:
  GzipStream();

  /// Returns the bytes that compressing `text` makes available: often none yet.
  std::string add(std::string_view text);

  /// Returns the rest of the member. The stream must not be used afterwards.
  std::string finish();

 private:
  struct Impl;
  struct Delete {
    void operator()(Impl* impl) const;
  };
  std::string deflate_all(std::string_view text, int flush);

  std::unique_ptr<Impl, Delete> impl_;
};

/// Returns `text` as one gzip member. Any thread.
std::string gzip(std::string_view text);

}  // namespace peeringd

// Passes a document to yaml-cpp in pieces, and ends it early if yaml-cpp only collects tokens: a
// `[` may begin a key, so yaml-cpp reads on to the closing bracket before it reports anything, at
// some 200 bytes per token. Without this limit, 8 MB of `[` take 1.8 GB.
#pragma once

#include <streambuf>
#include <string_view>

namespace peeringd {

class YamlFeed final : public std::streambuf {
 public:
  /// `text` must outlive this.
  explicit YamlFeed(std::string_view text);

  /// Call this for each value that yaml-cpp reports: the tokens collected so far were needed.
  void value_was_read() {
    gathered_ = 0;
    open_ = 0;
  }

  /// Whether the document was ended early.
  bool ended_early() const { return ended_early_; }

 protected:
  int_type underflow() override;

 private:
  void count(std::string_view piece);
  int_type serve(std::string_view piece);

  std::string_view rest_;
  std::string_view end_;
  long gathered_ = 0;  // what can be a token, in halves: a quoted text has two quotes
  long open_ = 0;      // brackets that are not closed
  bool ended_early_ = false;
};

}  // namespace peeringd

#include "yaml/feed.hpp"

#include <algorithm>

namespace peeringd {
namespace {

constexpr std::size_t piece_size = 2048;
constexpr long max_gathered = 3'000'000;  // some 8 MB of JSON
constexpr long max_open = 1000;           // TreeBuilder refuses more than 50 by their place

/// yaml-cpp takes the end of the file for a closing quote; not so the end of the document.
constexpr std::string_view end_of_document = "\n...\n";

}  // namespace

YamlFeed::YamlFeed(std::string_view text) : rest_(text), end_(end_of_document) {}

// Without regard to quotes and comments: it may count too much, and never too little.
void YamlFeed::count(std::string_view piece) {
  for (const char c : piece) {
    switch (c) {
      case '[':
      case '{':
        ++open_;
        gathered_ += 2;
        break;
      case ']':
      case '}':
        --open_;
        break;
      case ',':
      case ':':
      case '?':
      case '&':
      case '*':
      case '!':
        gathered_ += 2;
        break;
      case '"':
      case '\'':
        ++gathered_;
        break;
      default:
        break;
    }
  }
}

YamlFeed::int_type YamlFeed::serve(std::string_view piece) {
  // Nothing writes through these pointers; std::streambuf has only non-const ones.
  char* const begin = const_cast<char*>(piece.data());
  setg(begin, begin, begin + piece.size());
  return traits_type::to_int_type(piece.front());
}

YamlFeed::int_type YamlFeed::underflow() {
  if (gathered_ > max_gathered || open_ > max_open) ended_early_ = true;
  std::string_view& source = rest_.empty() ? end_ : rest_;
  if (ended_early_ || source.empty()) return traits_type::eof();
  const std::string_view piece = source.substr(0, std::min(piece_size, source.size()));
  source.remove_prefix(piece.size());
  count(piece);
  return serve(piece);
}

}  // namespace peeringd

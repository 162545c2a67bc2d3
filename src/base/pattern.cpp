#include "base/pattern.hpp"

#include <re2/re2.h>

#include <utility>

namespace peeringd {
namespace {

constexpr int max_memory = 1 << 20;
// Bounds the steps per byte of text if the state machine does not fit into the memory limit.
constexpr int max_program = 150;

}  // namespace

Result<Pattern> Pattern::compile(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(max_memory);
  options.set_never_capture(true);
  auto compiled =
      std::make_shared<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!compiled->ok()) return Error{compiled->error()};
  if (compiled->ProgramSize() > max_program) {
    return Error{"it is too large: repeat less, or write fewer alternatives"};
  }
  return Pattern(std::string(text), std::move(compiled));
}

bool Pattern::occurs_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

}  // namespace peeringd

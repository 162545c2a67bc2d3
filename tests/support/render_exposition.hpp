// The page of metrics as one text.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "metrics/exposition.hpp"

namespace peeringd::test {

inline std::string render_exposition(std::shared_ptr<const Assessment> assessment,
                                     const DaemonFacts& facts, Detail detail = Detail::all) {
  Exposition exposition(std::move(assessment), facts, detail);
  std::string text;
  for (std::string piece = exposition.next_piece(); !piece.empty();
       piece = exposition.next_piece()) {
    text += piece;
  }
  return text;
}

}  // namespace peeringd::test

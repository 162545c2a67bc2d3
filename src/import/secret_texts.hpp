// The keys in an answer of Azure (prefix keys, keys of Log Analytics). They are secrets: nothing
// that peeringd prints may contain one.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace peeringd {

class SecretTexts {
 public:
  /// Notes each text under a name that ends with `key`, `password`, `secret` or `token`, at any
  /// depth of `value`.
  void note(const boost::json::value& value);

  /// `text` with `…` in place of each noted secret of eight bytes or more.
  std::string without(std::string_view text) const;

 private:
  /// The length of the longest secret that `text` begins with; 0 if there is none.
  std::size_t secret_at(std::string_view text) const;

  std::set<std::string, std::less<>> texts_;
};

}  // namespace peeringd

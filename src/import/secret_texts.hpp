// The keys in an answer of Azure (prefix keys, keys of Log Analytics). They are secrets: nothing
// that peeringd prints may contain one.
#pragma once

#include <boost/json/value.hpp>
#include <set>
#include <string>

namespace peeringd {

class SecretTexts {
 public:
  /// Notes each text under a name that ends with `key`, `password`, `secret` or `token`, at any
  /// depth of `value`.
  void note(const boost::json::value& value);

  /// `text` with `…` in place of each noted secret of eight bytes or more.
  std::string without(std::string text) const;

 private:
  std::set<std::string> texts_;
};

}  // namespace peeringd

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
  /// Notes each text of eight bytes or more in a member with the name of a secret, at any depth of
  /// `value` and of the member: names that end with `key`, `key1`, `keys`, `password`, `secret`,
  /// `token`, `sas` or `connectionString`, without regard to case.
  void note(const boost::json::value& value);

  /// `text` with `…` in place of each noted secret and of the beginning of one, if that has at
  /// least 32 bytes. Where secrets overlap, the longest match is replaced. The time is proportional
  /// to the length of `text`, whatever the secrets are.
  std::string without(std::string_view text) const;

 private:
  using Texts = std::set<std::string, std::less<>>;

  void note_below(const boost::json::value& value, bool is_secret);
  void add(std::string_view text);
  /// How many bytes to hide at the beginning of `text`; 0 if no secret is there.
  std::size_t secret_at(std::string_view text) const;

  Texts texts_;
  Texts shortest_;  ///< those of `texts_` that do not begin with another one
};

}  // namespace peeringd

// The result of an operation whose failure is normal: a value, or a sentence about the failure.
// Exceptions are for a broken configuration at start only.
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <cerrno>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>

namespace peeringd {

/// Why something failed: a sentence without a final stop, for a log line or a user.
struct Error {
  Error() = default;
  /// Construct with braces only. If an Error could be made of a std::string by parentheses, as
  /// C++20 allows for aggregates, the value of a Result<std::string> would be ambiguous to Boost.
  Error(std::initializer_list<std::string> text) : message(*text.begin()) {}

  std::string message;
};

/// Called by `Result::value()` without a value; Boost.System finds it by the type of the error.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location& /*where*/) {
  throw std::runtime_error(error.message);
}

/// Test with `if (result)`, read with `*result` or `result.error().message`.
template <typename T>
using Result = boost::system::result<T, Error>;

/// A value or the kernel's error.
template <typename T>
using SystemResult = boost::system::result<T>;

/// The error in `errno`.
inline boost::system::error_code last_system_error() {
  return {errno, boost::system::system_category()};
}

}  // namespace peeringd

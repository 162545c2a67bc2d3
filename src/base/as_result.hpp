// The completion token of coroutines. With it, an operation returns its error as a value; it
// does not throw.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace peeringd {

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace peeringd

// Measures which packet sizes pass from a source to a destination: sends pings of several sizes,
// on an event loop.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "model/packet_sizes.hpp"
#include "model/source.hpp"

namespace peeringd {

class PacketSizeTest;

/// None if no ping could be sent, as without permission. The endpoint's name is empty.
using PacketSizeTestDone = std::function<void(std::optional<PacketSizes>)>;

/// Sends at most 24 echo requests of up to 1500 bytes within 4.5 s from `source` to `destination`,
/// which must have the same address family, with the bit "don't fragment", and calls `done` once,
/// from the event loop. An echo has the size of its request, so both directions are tested.
/// Releasing the returned pointer cancels the test; `done` is then not called. Executor's thread
/// only.
std::shared_ptr<PacketSizeTest> start_packet_size_test(const boost::asio::any_io_executor& executor,
                                                       const Source& source,
                                                       const IpAddress& destination,
                                                       PacketSizeTestDone done);

}  // namespace peeringd

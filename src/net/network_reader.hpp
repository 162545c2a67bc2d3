// Reads the host's network on a thread of its own. The kernel holds its lists back while it adds or
// removes interfaces, and the probing loop must not wait for that.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "base/result.hpp"
#include "model/local_network.hpp"
#include "net/read_local_network.hpp"

namespace peeringd {

/// One reading at a time. All members run on the executor's thread, except that `read` runs on the
/// reader's.
class NetworkReader {
 public:
  using Read = std::function<Result<LocalNetwork>(const NetworkQuery& query)>;
  using Done = std::function<void(Result<LocalNetwork> network)>;

  explicit NetworkReader(boost::asio::any_io_executor executor, Read read = read_local_network);
  NetworkReader(const NetworkReader&) = delete;
  NetworkReader& operator=(const NetworkReader&) = delete;
  /// Waits for the reading in progress. No callback follows.
  ~NetworkReader();

  /// Calls `done` from the event loop with a reading that begins after this call, in the network
  /// namespace of the calling thread. A reading in progress ends first; a request that waits for
  /// that is replaced. A reading does not keep the event loop running. `done` may destroy this
  /// object.
  void read(NetworkQuery query, Done done);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd

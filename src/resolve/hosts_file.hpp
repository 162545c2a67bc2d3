// Reads /etc/hosts once, and again only after a change, on its own thread: the probing loop never
// waits for it, however long the file is.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "resolve/hosts_table.hpp"

namespace peeringd {

/// Shared by all resolvers. All members run on the executor's thread.
class HostsFile {
 public:
  using Callback = std::function<void(const HostsTable& table)>;

  explicit HostsFile(boost::asio::any_io_executor executor, std::string path = "/etc/hosts");
  HostsFile(const HostsFile&) = delete;
  HostsFile& operator=(const HostsFile&) = delete;
  /// Drops pending callbacks and waits for a read in progress.
  ~HostsFile();

  /// Calls back once with the current content: before read() returns if nothing has changed, else
  /// from the event loop. A file that cannot be read, or is larger than 64 MiB, counts as empty.
  /// The callback must not destroy this object.
  void read(Callback callback);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd

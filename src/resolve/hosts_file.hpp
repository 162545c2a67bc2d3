// /etc/hosts, read once and again only when it has changed, on a thread of its own: the probing
// loop does not wait for it, however many lines it has.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "resolve/hosts_table.hpp"

namespace peeringd {

/// One for all resolvers. All members on the executor's thread.
class HostsFile {
 public:
  using Callback = std::function<void(const HostsTable& table)>;

  explicit HostsFile(boost::asio::any_io_executor executor, std::string path = "/etc/hosts");
  HostsFile(const HostsFile&) = delete;
  HostsFile& operator=(const HostsFile&) = delete;
  /// Drops who waits, and waits for a reading that is under way.
  ~HostsFile();

  /// Calls back once with the file as it is now: before this returns where nothing has changed,
  /// else from the event loop. A file that cannot be read, or that is larger than 64 MiB, is empty.
  /// The callback may not destroy this object.
  void read(Callback callback);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd

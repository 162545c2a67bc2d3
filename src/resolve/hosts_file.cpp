#include "resolve/hosts_file.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "resolve/text_of_file.hpp"

namespace peeringd {
namespace {

constexpr std::size_t largest_hosts_file = 64UL * 1024 * 1024;

// A file that cannot be read has no names.
std::shared_ptr<const HostsTable> table_of(const std::string& path) {
  auto text = text_of_file(path, largest_hosts_file);
  return std::make_shared<HostsTable>(text ? std::move(*text) : std::string{});
}

}  // namespace

class HostsFile::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::any_io_executor executor, std::string path)
      : executor_(std::move(executor)), path_(std::move(path)) {}

  void read(Callback callback) {
    const FileStamp stamp = stamp_of(path_);
    if (!reading_ && (table_ == nullptr || stamp != stamp_)) begin_to_read(stamp);
    if (reading_) {
      waiting_.push_back(std::move(callback));
    } else {
      callback(*table_);
    }
  }

  void close() {
    waiting_.clear();
    if (thread_.joinable()) thread_.join();
    reading_.reset();
  }

 private:
  // The stamp is taken before the file is read: if it changes then, it is read again.
  void begin_to_read(const FileStamp& stamp) {
    if (thread_.joinable()) thread_.join();  // ended before
    try {
      thread_ = std::thread([executor = executor_, path = path_, weak = weak_from_this()] {
        boost::asio::post(executor, [weak, table = table_of(path)] {
          if (const auto self = weak.lock()) self->end_to_read(table);
        });
      });
    } catch (const std::system_error&) {  // the host allows no further thread: try again next time
      if (table_ == nullptr) table_ = std::make_shared<HostsTable>();
      stamp_ = {};
      return;
    }
    stamp_ = stamp;
    reading_.emplace(executor_);
  }

  void end_to_read(std::shared_ptr<const HostsTable> table) {
    reading_.reset();
    table_ = std::move(table);
    for (const Callback& callback : std::exchange(waiting_, {})) callback(*table_);
  }

  boost::asio::any_io_executor executor_;
  std::string path_;
  FileStamp stamp_{};
  std::shared_ptr<const HostsTable> table_;  // none before the first reading
  /// Set while the file is being read, to keep the loop running.
  std::optional<boost::asio::executor_work_guard<boost::asio::any_io_executor>> reading_;
  std::thread thread_;
  std::vector<Callback> waiting_;
};

HostsFile::HostsFile(boost::asio::any_io_executor executor, std::string path)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(path))) {}

HostsFile::~HostsFile() {
  impl_->close();
}

void HostsFile::read(Callback callback) {
  impl_->read(std::move(callback));
}

}  // namespace peeringd

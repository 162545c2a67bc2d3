#include "http_client/trust_anchors.hpp"

#include "http_client/trust_files.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

const char* name_of_store(const std::string& ca_file) {
  return ca_file.empty() ? "the system's store" : ca_file.c_str();
}

}  // namespace

TrustStore TrustAnchors::store_for(const std::string& ca_file) {
  if (const auto known = find(ca_file)) return known->store;
  read({ca_file});
  return find(ca_file)->store;
}

void TrustAnchors::read(const std::set<std::string>& ca_files) {
  for (const std::string& ca_file : ca_files) {
    if (find(ca_file)) {
      look_at(ca_file, When::now);
      continue;
    }
    const std::uint64_t identity = identity_of_trust_files(ca_file);  // before reading them
    take(ca_file, identity, load_trust_store(ca_file, /*leave_out_broken=*/true));
  }
}

void TrustAnchors::refresh(When when) {
  for (const std::string& ca_file : names()) look_at(ca_file, when);
}

void TrustAnchors::look_at(const std::string& ca_file, When when) {
  const std::uint64_t identity = identity_of_trust_files(ca_file);
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(ca_file);
    if (found == entries_.end()) return;
    Entry& entry = found->second;
    if (entry.identity == identity) {
      entry.seen.reset();
      return;
    }
    const bool rests = entry.seen == identity;
    entry.seen = identity;
    if (when == When::at_rest && !rests) return;
  }
  // In the system's store one file may be unreadable for ever; that must not keep the others from
  // being updated.
  take(ca_file, identity, load_trust_store(ca_file, /*leave_out_broken=*/true));
}

void TrustAnchors::take(const std::string& ca_file, std::uint64_t identity,
                        Result<TrustStore> loaded) {
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[ca_file];
  entry.identity = identity;
  entry.seen.reset();
  const bool first = entry.store == nullptr;
  if (loaded) {
    if (!first) log::info("reloaded the trusted certificates from {}", name_of_store(ca_file));
    entry.store = std::move(*loaded);
    entry.broken = false;
    return;
  }
  if (first) entry.store = empty_trust_store();
  if (!entry.broken) {
    log::warning(
        "trusted certificates: {}; {}", loaded.error().message,
        first ? "servers that need one of them are not trusted" : "keeping the previous ones");
  }
  entry.broken = true;
}

void TrustAnchors::keep_only(const std::set<std::string>& ca_files) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const auto& item) { return !ca_files.contains(item.first); });
}

bool TrustAnchors::empty() const {
  const std::lock_guard lock(mutex_);
  return entries_.empty();
}

std::vector<std::string> TrustAnchors::names() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& item : entries_) names.push_back(item.first);
  return names;
}

std::optional<TrustAnchors::Entry> TrustAnchors::find(const std::string& ca_file) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(ca_file);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

}  // namespace peeringd

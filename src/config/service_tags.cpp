#include "config/service_tags.hpp"

#include "base/text.hpp"
#include "config/named_file.hpp"

namespace peeringd {
namespace {

constexpr std::chrono::days oldest_table{60};

}  // namespace

std::shared_ptr<const AddressRanges> read_service_tags(const Node& node) {
  const auto file = read_named_file(node, "a table of ranges, from peeringd import service-tags");
  if (!file) return nullptr;
  auto table = AddressRanges::parse(file->text);
  if (table) return std::make_shared<const AddressRanges>(*std::move(table));
  node.error(in_quotes(file->path.string()) +
             " is not a table from peeringd import service-tags: " + table.error().message);
  return nullptr;
}

std::string service_tags_text(const AddressRanges& table) {
  return counted(table.size(), "range") +
         (table.date() ? " of " + date_text(*table.date()) : ", date unknown");
}

std::string service_tags_age_warning(const AddressRanges& table, WallTime now) {
  if (!table.date()) {
    return "the table of service_tags has no date, so its age is unknown; import it with --date";
  }
  const auto age = std::chrono::floor<std::chrono::days>(now) - *table.date();
  if (age <= oldest_table) return {};
  return "the table of service_tags is dated " + date_text(*table.date()) + ", " +
         std::to_string(age.count()) +
         " days ago; addresses that Microsoft has added since then count as outside";
}

}  // namespace peeringd

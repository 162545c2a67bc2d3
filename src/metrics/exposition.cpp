#include "metrics/exposition.hpp"

#include "metrics/family_writer.hpp"
#include "metrics/items.hpp"

namespace peeringd {
namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

template <typename Item>
void append(Families& families, const Page& page, Metrics<Item> rows) {
  append<Item>(families, rows, Item::count(page),
               [&page](std::size_t index) { return Item::at(page, index); });
}

// The snapshot is immutable: a series that has gone is simply absent.
// Levels: docs/metrics.md. Below `all` no series is named by an address, since those come and go.
Families families_of(const Page& page) {
  Families families;
  const bool all = page.has(Detail::all);
  const bool prefixes = page.has(Detail::prefix);
  if (all) append(families, page, target_metrics);
  if (prefixes) append(families, page, prefix_statistics);
  if (prefixes) append(families, page, prefix_totals_metrics);
  append(families, page, connection_statistics);
  if (all) append(families, page, http_metrics);
  if (all) append(families, page, edge_pop_metrics);
  if (prefixes) append(families, page, prefix_pop_metrics);
  if (prefixes) append(families, page, egress_metrics);
  if (prefixes) append(families, page, edge_location_metrics);
  append(families, page, connection_infos);
  if (prefixes) append(families, page, source_metrics);
  if (all) append(families, page, address_infos);
  if (all) append(families, page, endpoint_infos);
  append_reach_metrics(families, page);
  append_alert_metrics(families, page);
  append_daemon_metrics(families, page);
  append_history_metrics(families, page);
  if (all) append_route_source_metrics(families, page);
  if (all) append_route_metrics(families, page);
  append_process_metrics(families, page);
  return families;
}

}  // namespace

struct Exposition::Impl {
  Impl(std::shared_ptr<const Assessment> of, DaemonFacts of_daemon, Detail detail)
      : assessment(std::move(of)),
        facts(std::move(of_daemon)),
        page{*assessment, facts, detail},
        families(families_of(page)) {}

  const std::shared_ptr<const Assessment> assessment;
  const DaemonFacts facts;
  const Page page;
  const Families families;  // refer to the page
  std::size_t family = 0;   // the next one
  FamilyWriter writer;
};

Exposition::Exposition(std::shared_ptr<const Assessment> assessment, const DaemonFacts& facts,
                       Detail detail)
    : impl_(std::make_unique<Impl>(std::move(assessment), facts, detail)) {}

Exposition::~Exposition() = default;

std::string Exposition::next_piece() {
  Impl& impl = *impl_;
  std::string piece;
  while (piece.size() < piece_size && impl.family < impl.families.size()) {
    if (!impl.writer.write_some(impl.families[impl.family], piece)) ++impl.family;
  }
  return piece;
}

}  // namespace peeringd

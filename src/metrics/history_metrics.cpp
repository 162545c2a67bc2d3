// Metrics of the history's file.
#include "metrics/items.hpp"

namespace peeringd {
namespace {

struct HistoryItem {
  const HistoryFacts& facts;

  Labels labels() const { return {}; }
};

prometheus::ClientMetric::Summary write_summary(const HistoryFacts& facts) {
  prometheus::ClientMetric::Summary summary;
  summary.sample_count = facts.writes;
  summary.sample_sum = to_seconds(facts.write_time);
  return summary;
}

constexpr Metric<HistoryItem> up_rows[]{
    {Type::Gauge, "peeringd_history_up",
     "1 while measurements are recorded in the history file. 0 if the history is off or cannot be "
     "written.",
     [](const HistoryItem& item) { return item.facts.up; }},
};

constexpr Metric<HistoryItem> failure_rows[]{
    {Type::Counter, "peeringd_history_failures_total",
     "Failed attempts to open or write the history file.",
     [](const HistoryItem& item) { return item.facts.failures; }},
};

constexpr Metric<HistoryItem> history_rows[]{
    {Type::Gauge, "peeringd_history_bytes", "Size of the history file and its write-ahead log.",
     [](const HistoryItem& item) { return item.facts.bytes; }},
    {Type::Gauge, "peeringd_history_limit_bytes", "Maximum size of the history.",
     [](const HistoryItem& item) { return item.facts.limit; }},
    {Type::Gauge, "peeringd_history_oldest_timestamp_seconds",
     "Unix time of the oldest record of a tier (1m, 10m, 1h or 1d).",
     [](Series& out, const HistoryItem& item) {
       for (const Tier tier : all_tiers) {
         const auto& oldest = item.facts.oldest[index_of(tier)];
         if (oldest)
           out.add({{"history_tier", std::string(name_of(tier))}},
                   Duration(oldest->time_since_epoch()));
       }
     }},
    {Type::Summary, "peeringd_history_write_seconds", "Time taken to write each minute.",
     [](Series& out, const HistoryItem& item) { out.add({}, write_summary(item.facts)); }},
    {Type::Gauge, "peeringd_history_backlog_minutes", "Minutes waiting to be written.",
     [](const HistoryItem& item) { return item.facts.backlog; }},
    {Type::Counter, "peeringd_history_merged_minutes_total",
     "Minutes merged into another minute, because too many were waiting to be written.",
     [](const HistoryItem& item) { return item.facts.merged; }},
    {Type::Counter, "peeringd_history_damaged_records_total",
     "Records of the history that could not be read.",
     [](const HistoryItem& item) { return item.facts.damaged_records; }},
    {Type::Counter, "peeringd_history_dropped_answers_total",
     "Round-trip times missing from the history because the disk hung and the buffer was full.",
     [](const HistoryItem& item) { return item.facts.dropped_answers; }},
    {Type::Counter, "peeringd_history_dropped_events_total",
     "Events and changes of results missing from the history because too many were waiting to be "
     "written.",
     [](const HistoryItem& item) { return item.facts.dropped_events; }},
};

}  // namespace

void append_history_metrics(Families& families, const Page& page) {
  const auto item_at = [&page](std::size_t /*index*/) { return HistoryItem{page.facts.history}; };
  append<HistoryItem>(families, up_rows, 1, item_at);
  if (!page.facts.history.on) return;
  append<HistoryItem>(families, failure_rows, 1, item_at);
  if (page.has(Detail::all)) append<HistoryItem>(families, history_rows, 1, item_at);
}

}  // namespace peeringd

#include "report/probe_figures.hpp"

namespace peeringd {
namespace {

template <typename Counts, typename Names>
void append_reasons(std::string& text, const Counts& counts, const Names& names) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(counts[i]) + " " + std::string(names[i]);
  }
}

}  // namespace

ProbeFigures figures_of(const TargetSnapshot& target) {
  Summary summary;
  summary.add(target.window);
  const Ledger& ledger = target.ledger;
  ProbeFigures figures;
  figures.sent = ledger.sent;
  figures.lost = ledger.lost_total();
  figures.errors = ledger.error_total();
  figures.min = summary.quantile(0);
  figures.median = summary.quantile(0.5);
  figures.p95 = summary.quantile(0.95);
  figures.max = summary.quantile(1);
  figures.jitter = summary.tally().jitter();
  return figures;
}

std::string reasons_text(const Ledger& ledger) {
  std::string text;
  append_reasons(text, ledger.lost, loss_reason_names);
  append_reasons(text, ledger.errors, error_reason_names);
  return text;
}

}  // namespace peeringd

#include "fleet/promql_answer.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <cmath>
#include <limits>
#include <optional>

#include "base/json_text.hpp"
#include "base/number_from.hpp"
#include "base/printable.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_sentence = 300;
constexpr std::size_t max_warnings = 8;

std::string sentence_of(std::string_view text) {
  return printable(text.substr(0, longest_sentence));
}

const json::value* member(const json::object& object, std::string_view name) {
  return object.if_contains(name);
}

// `1.5`, `NaN`, `+Inf`: none if it is no number, or not a finite one.
std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto number = number_from<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

// A pair of a time and a value as text. False if it is anything else.
bool read_sample(const json::value& value, PromSeries& series) {
  const json::array* const pair = value.if_array();
  if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_string()) {
    return false;
  }
  const auto number = number_of((*pair)[1].get_string());
  if (number) series.samples.push_back({(*pair)[0].to_number<double>(), *number});
  return true;
}

bool read_labels(const json::object& item, PromSeries& series) {
  const json::value* const metric = member(item, "metric");
  if (metric == nullptr || !metric->is_object()) return false;
  series.labels.reserve(metric->get_object().size());
  for (const auto& [name, value] : metric->get_object()) {
    if (!value.is_string()) return false;
    series.labels.emplace_back(name, std::string_view(value.get_string()));
  }
  return true;
}

bool read_series(const json::value& value, PromSeries& series) {
  const json::object* const item = value.if_object();
  if (item == nullptr || !read_labels(*item, series)) return false;
  if (const json::value* const one = member(*item, "value")) return read_sample(*one, series);
  const json::value* const values = member(*item, "values");
  if (values == nullptr || !values->is_array()) return false;
  series.samples.reserve(values->get_array().size());
  return std::ranges::all_of(
      values->get_array(), [&](const json::value& sample) { return read_sample(sample, series); });
}

std::vector<std::string> warnings_of(const json::object& document) {
  std::vector<std::string> warnings;
  const json::value* const partial = member(document, "isPartial");
  if (partial != nullptr && partial->is_bool() && partial->get_bool()) {
    warnings.emplace_back("the result is partial: a storage node does not answer");
  }
  const json::value* const list = member(document, "warnings");
  if (list == nullptr || !list->is_array()) return warnings;
  for (const json::value& warning : list->get_array()) {
    if (warning.is_string() && warnings.size() < max_warnings) {
      warnings.push_back(sentence_of(warning.get_string()));
    }
  }
  return warnings;
}

Result<json::value> parsed(std::string_view body, json::storage_ptr memory) {
  boost::system::error_code error;
  json::value document = json::parse(body, error, std::move(memory));
  if (error || !document.is_object()) return Error{"the answer is not JSON of the Prometheus API"};
  return document;
}

}  // namespace

std::string_view PromSeries::label(std::string_view name) const {
  const auto found = std::ranges::find(labels, name, &std::pair<std::string, std::string>::first);
  return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

Result<PromAnswer> read_promql_answer(std::string_view body, const PromLimits& limits) {
  json::monotonic_resource memory(std::max<std::size_t>(body.size(), 4096));
  const auto document = parsed(body, &memory);
  if (!document) return document.error();
  const json::object& root = document->get_object();
  if (text_member(root, "status") != "success") {
    const std::string_view why = text_member(root, "error");
    return Error{"the store refuses the query: " +
                 (why.empty() ? std::string("no reason given") : sentence_of(why))};
  }
  const Error wrong{"the answer is not a result of the Prometheus API"};
  const json::value* const data = member(root, "data");
  if (data == nullptr || !data->is_object()) return wrong;
  const std::string_view type = text_member(data->get_object(), "resultType");
  const json::value* const result = member(data->get_object(), "result");
  if ((type != "vector" && type != "matrix") || result == nullptr || !result->is_array()) {
    return wrong;
  }
  if (result->get_array().size() > limits.series) return Error{"the answer has too many series"};
  PromAnswer answer;
  answer.warnings = warnings_of(root);
  answer.series.reserve(result->get_array().size());
  std::size_t samples = 0;
  for (const json::value& item : result->get_array()) {
    if (!read_series(item, answer.series.emplace_back())) return wrong;
    samples += answer.series.back().samples.size();
    if (samples > limits.samples) return Error{"the answer has too many samples"};
  }
  return answer;
}

std::string promql_error(std::string_view body) {
  json::monotonic_resource memory(4096);
  const auto document = parsed(body, &memory);
  return document ? sentence_of(text_member(document->get_object(), "error")) : std::string();
}

}  // namespace peeringd

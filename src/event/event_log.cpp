#include "event/event_log.hpp"

#include <variant>

#include "log/log.hpp"

namespace peeringd {
namespace {

log::Level level_of(const Event& event) {
  switch (event.level) {
    case EventLevel::debug:
      return log::Level::debug;
    case EventLevel::info:
      return log::Level::info;
    case EventLevel::warning:
      return log::Level::warning;
    case EventLevel::error:
      return log::Level::error;
  }
  return log::Level::info;
}

void add_text(std::vector<log::Field>& fields, const char* name, const std::string& text) {
  if (!text.empty()) fields.push_back({name, text});
}

}  // namespace

void log_event(const Event& event) {
  const log::Level level = level_of(event);
  if (!log::enabled(level)) return;
  std::vector<log::Field> fields;
  fields.push_back({"event", std::string(name_of(event.kind))});
  add_text(fields, "connection", event.subject.connection);
  add_text(fields, "prefix", event.subject.prefix);
  add_text(fields, "endpoint", event.subject.endpoint);
  add_text(fields, "redundancy_group", event.subject.group);
  for (const auto& [name, value] : event.fields) fields.push_back({name, value});
  log::write(level, to_string(event), fields);
}

}  // namespace peeringd

#include "model/event.hpp"

#include "model/config.hpp"

namespace peeringd {

EventSubject subject_of(const Config& config, std::uint32_t connection, std::uint32_t prefix,
                        const std::string& endpoint) {
  const ConnectionConfig& owner = config.connections[connection];
  return {owner.name, owner.prefixes[prefix].label, endpoint};
}

std::string to_string(const EventSubject& subject) {
  if (!subject.group.empty()) return "redundancy group " + subject.group;
  std::string text = subject.connection;
  for (const std::string* const part : {&subject.prefix, &subject.endpoint}) {
    if (part->empty()) continue;
    if (!text.empty()) text += ' ';
    text += *part;
  }
  return text;
}

std::string to_string(const Event& event) {
  const std::string subject = to_string(event.subject);
  return subject.empty() ? event.summary : subject + ": " + event.summary;
}

Moment moment_of(const Event& event) {
  return std::chrono::floor<std::chrono::seconds>(event.time);
}

std::string text_field(const Event& event, std::string_view name) {
  for (const auto& [key, value] : event.fields) {
    if (key != name) continue;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
  }
  return {};
}

}  // namespace peeringd

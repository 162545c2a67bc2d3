// Whether the journal of systemd reads what we write to standard error.
#pragma once

namespace peeringd::log {

/// By JOURNAL_STREAM (systemd.exec(5)). Then each line of the log begins with its priority.
bool to_journal();

}  // namespace peeringd::log

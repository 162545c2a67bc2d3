// What a process needs before it does anything: standard descriptors that are open, and signals
// that do not end a daemon by accident.
#pragma once

namespace peeringd {

/// Opens /dev/null for each of the descriptors 0 to 2 that is closed. Whatever was opened next
/// would take its number, and the log would be written into it. Call it first in main().
void open_standard_descriptors();

/// Ignores every signal that would end the process though nobody means that by it: SIGPIPE,
/// SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGUSR1, SIGUSR2, SIGSTKFLT, SIGXFSZ and the
/// real-time signals. A write to whoever has gone, or beyond a limit, is an error of that write.
void ignore_stray_signals();

/// Keeps a SIGHUP waiting, which would end a process that is about to handle it. For the calling
/// thread, and those that it starts.
void hold_back_reloads();

/// The handlers are there: a SIGHUP that waits is delivered. For the calling thread.
void let_reloads_through();

}  // namespace peeringd

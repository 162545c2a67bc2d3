// What the process sets up before anything else: open standard descriptors, an end without memory,
// and signals that do not end a daemon by accident.
#pragma once

namespace peeringd {

/// Opens /dev/null for each of the descriptors 0 to 2 that is closed. Otherwise the next file or
/// socket would get that number, and the log would be written into it. Call it first in main().
void open_standard_descriptors();

/// Aborts the process, after a line on standard error, when an allocation fails. The service
/// manager then restarts it. An exception would end one request or one coroutine instead, and the
/// process would go on with half of the work done.
void abort_when_out_of_memory();

/// Ignores the signals that would end the process by default, though they ask for nothing of a
/// daemon: SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGUSR1, SIGUSR2, SIGSTKFLT,
/// SIGXFSZ and the real-time signals. A write to a closed connection, or beyond a file size limit,
/// then fails with an error.
void ignore_stray_signals();

/// Blocks SIGHUP, which would end the process before it has a handler. For the calling thread, and
/// those that it starts.
void hold_back_reloads();

/// Unblocks SIGHUP, and so delivers one that came meanwhile. For the calling thread.
void let_reloads_through();

}  // namespace peeringd

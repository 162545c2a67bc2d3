// Process-wide setup: standard descriptors, behaviour when memory runs out or an exception escapes,
// and signals.
#pragma once

#include <boost/asio/io_context.hpp>

namespace peeringd {

/// Opens /dev/null for each of the descriptors 0 to 2 that is closed. Otherwise the next file or
/// socket would get that number, and the log would be written into it. Call it first in main().
void open_standard_descriptors();

/// From now on a failed allocation prints a line to standard error and aborts the process; the
/// service manager restarts it. An exception would only end one request or coroutine, and leave its
/// work half done.
void abort_when_out_of_memory();

/// Runs the loop until it has nothing left to do. An exception that escapes a handler is a bug: it
/// aborts the process before the stack is unwound, so that the core dump shows its origin, and the
/// service manager restarts the daemon.
void run_loop(boost::asio::io_context& loop) noexcept;

/// Ignores signals that have no meaning for a daemon but would end it by default: SIGPIPE, SIGALRM,
/// SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGUSR1, SIGUSR2, SIGSTKFLT, SIGXFSZ and the real-time
/// signals. A write to a closed connection, or beyond a file size limit, then fails with an error.
void ignore_stray_signals();

/// Blocks SIGHUP in the calling thread and the threads that it starts. Without a handler, SIGHUP
/// would end the process, and a thread that receives it has a system call interrupted.
void block_reload_signal();

/// Unblocks SIGHUP in the calling thread. A pending one is delivered.
void unblock_reload_signal();

}  // namespace peeringd

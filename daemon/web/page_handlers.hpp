// HTTP handlers of the web UI: the files of web/, and index.html at the URL of each view.
#pragma once

#include "http/router.hpp"

namespace peeringd {

/// `/` and the other views, each file of web/ by its path, and `/runbook`. The page may load files
/// of its own origin only, and no site may show it in a frame. Throws std::logic_error if the build
/// left a file out.
void add_page_handlers(Router& router);

}  // namespace peeringd

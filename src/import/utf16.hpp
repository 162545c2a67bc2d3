// Texts with a byte order mark (RFC 2781 section 3.2, RFC 3629 section 6), as Windows PowerShell
// writes them.
#pragma once

#include <string>

namespace peeringd {

/// `text` in UTF-8 without a byte order mark. With the mark of UTF-16, decodes it; an unpaired
/// surrogate becomes U+FFFD, and an odd last byte is dropped. Without a mark, returns `text`. Pure;
/// any thread.
std::string decode_bom(std::string text);

}  // namespace peeringd

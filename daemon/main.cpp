#include "log/log.hpp"

int main() { peeringd::log::info("scaffold"); }

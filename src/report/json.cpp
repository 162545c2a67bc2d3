// Boost.JSON's function bodies, compiled once.
#include <boost/json/src.hpp>

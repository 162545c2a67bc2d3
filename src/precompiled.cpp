// Carries the precompiled header that every library reuses; see CMakeLists.txt.

// Carries the precompiled header that every unit test reuses; see CMakeLists.txt.

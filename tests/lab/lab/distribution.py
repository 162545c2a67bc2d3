"""How the tests of a run share its workers (tests/lab/run --workers).

Each test goes to the next free worker, except:
- Tests that share a fixture of their module stay together, so that it is set up once.
- Tests with a browser form three groups, since browsers need cores; everything else mostly waits.

The longest tests, and the groups that they belong to, start first, so that none of them runs alone at the end."""

from collections import Counter

import pytest

BROWSERS = 3


def distribute(items):
    """Marks the groups for pytest-xdist's `--dist loadgroup`, and sorts the tests. Call in each process; the
    result depends only on the tests."""
    browser_groups = _browser_groups(items)
    groups = [_group(item, browser_groups) for item in items]
    for item, group in zip(items, groups):
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
    long_groups = {group for item, group in zip(items, groups) if group and _has_own_timeout(item)}
    # Stable: files, and groups, keep the order of the command line.
    items.sort(key=lambda item: _rank(item, long_groups))


def _has_own_timeout(item):
    """Tests of some minutes set their own; see CMakeLists.txt for that of the others."""
    return item.get_closest_marker("timeout") is not None


def _group(item, browser_groups):
    shares = _shares_a_fixture(item)
    if _has_own_timeout(item) and not shares:
        return None
    if "browser" in item.fixturenames:
        return browser_groups[item.path.stem]
    return item.path.stem if shares else None


def _shares_a_fixture(item):
    definitions = item._fixtureinfo.name2fixturedefs.values()
    return any(fixtures[-1].scope in ("module", "class") for fixtures in definitions)


def _browser_groups(items):
    """{file: group}, with about as many tests in each group."""
    tests = Counter(item.path.stem for item in items if "browser" in item.fixturenames)
    sizes = Counter({f"browser-{number}": 0 for number in range(1, BROWSERS + 1)})
    groups = {}
    for file, count in sorted(tests.items(), key=lambda entry: (-entry[1], entry[0])):
        groups[file] = min(sizes, key=sizes.get)
        sizes[groups[file]] += count
    return groups


def _rank(item, long_groups):
    marker = item.get_closest_marker("xdist_group")
    if _has_own_timeout(item) or (marker and marker.args[0] in long_groups):
        return 0
    return 1 if marker else 2

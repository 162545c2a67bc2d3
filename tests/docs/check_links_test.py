#!/usr/bin/python3
"""The check of the links finds each kind of wrong link, and accepts each kind of right one."""

import tempfile
import unittest
from pathlib import Path

import check_links

GUIDE = """# Guide
## `check` finds mistakes, all of them
## Again
## Again
<a id="older-name"></a>
"""


class CheckLinks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "docs").mkdir()
        (self.root / "docs/guide.md").write_text(GUIDE)

    def problems(self, text):
        document = self.root / "README.md"
        document.write_text(text)
        return list(check_links.problems_of(self.root, [document]))

    def test_accepts_files_headings_and_other_sites(self):
        for target in ("docs/guide.md", "docs", "docs/guide.md#check-finds-mistakes-all-of-them",
                       "docs/guide.md#again", "docs/guide.md#again-1", "docs/guide.md#older-name",
                       "https://example.org/#x", "mailto:a@example.org"):
            self.assertEqual(self.problems(f"see [it]({target})"), [], target)

    def test_finds_what_does_not_exist(self):
        for target, why in (("docs/gone.md", "no such file"), ("docs/guide.md#gone", "no such heading"),
                            ("docs/guide.md#again-2", "no such heading"), ("#gone", "no such heading"),
                            ("/docs/guide.md", "an absolute path"), ("../other", "outside")):
            problems = self.problems(f"\nsee [it]({target})")
            self.assertEqual(len(problems), 1, target)
            self.assertIn(f"README.md:2: {target}: {why}", problems[0])

    def test_reads_pictures_definitions_and_html(self):
        for text in ("![x](gone.png)", "[x]: gone.md", '<img src="gone.png" alt="">',
                     '<source srcset="gone.png">', "[a](docs) and [b](gone.md \"title\")"):
            self.assertEqual(len(self.problems(text)), 1, text)

    def test_ignores_code(self):
        self.assertEqual(self.problems("`[a](gone.md)`\n```\n[a](gone.md)\n# no heading\n```\n"), [])
        self.assertEqual(len(self.problems("```\n# heading\n```\n[x](#heading)")), 1)


if __name__ == "__main__":
    unittest.main()

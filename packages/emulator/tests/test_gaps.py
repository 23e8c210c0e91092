import unittest
from pathlib import Path

from . import harness  # noqa: F401  (puts the emulator on the path)
import gaps

ROOT = Path(__file__).parents[1]


class Gaps(unittest.TestCase):
    def test_each_gap_has_tests_and_a_line_in_the_readme(self) -> None:
        readme = (ROOT / "README.md").read_text()
        for name in gaps.names():
            with self.subTest(name):
                self.assertTrue((ROOT / "tests" / f"test_{name}.py").exists())
                self.assertIn(f"\n| `{name}` ", readme)

    def test_the_readme_names_no_gap_that_is_not_there(self) -> None:
        table = (ROOT / "README.md").read_text().partition("\n## The gaps\n")[2]
        lines = [line for line in table.splitlines() if line.startswith("| `")]
        self.assertEqual([line.split("`")[1] for line in lines], gaps.names())

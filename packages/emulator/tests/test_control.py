import json
from urllib.request import urlopen

from .harness import EmulatorTest, behave, post, url


class Control(EmulatorTest):
    def shown(self) -> dict:
        return json.load(urlopen(f"{url()}/_emulator"))

    def test_what_is_set_is_told_and_a_reset_forgets_it(self) -> None:
        before = self.shown()
        rule = {"image": "web:2", "does": {"kind": "exit", "exitCode": 1}}
        behave(rule)
        post("settings", {"checkImages": True, "secondsPerMinute": 2})
        found = self.shown()
        self.assertEqual((found["rules"], found["settings"]["checkImages"], found["settings"]["secondsPerMinute"]), ([rule], True, 2))
        super().setUp()
        self.assertEqual(self.shown(), before)

    def test_a_mistake_is_told_with_what_is_allowed_and_changes_nothing(self) -> None:
        before = self.shown()
        for path, body, message in (
            ("containers", {"rules": [{"does": {"kind": "explode"}}]}, r'rules\[0\].does.kind must be one of run, exit, .*, got "explode"'),
            ("containers", {"rules": [{"imgae": "x", "does": {"kind": "run"}}]}, r'rules\[0\] has no "imgae"; it takes family, container, image, command, does'),
            ("containers", {"rules": [{"does": {"kind": "run", "afterSeconds": 1}}]}, "healthyAfterSeconds says when it is healthy"),
            ("containers", {"rules": [{"does": {"kind": "exit", "exitCode": 256}}]}, "exitCode must be 0 to 255, got 256"),
            ("containers", [], "the request must be an object, got \\[\\]"),
            ("settings", {"checkImages": "yes"}, 'checkImages must be true or false, got "yes"'),
            ("settings", {"taskRunsForSeconds": -1}, "taskRunsForSeconds must be seconds, 0 or more, got -1"),
            ("scan-findings", {"repository": "a", "tag": "1", "findings": [{"severity": "BAD"}]}, r'findings\[0\].severity must be one of .*, got "BAD"'),
            ("weather", {}, "there is no /_emulator/weather; there are containers, settings, scan-findings and copies"),
        ):
            with self.subTest(message), self.assertRaisesRegex(AssertionError, message):
                post(path, body)
        self.assertEqual(self.shown(), before)

import unittest
from types import SimpleNamespace

from . import harness  # noqa: F401  (puts the emulator on the path)
from gaps import _ecs_placement as placement

INSTANCE = SimpleNamespace(attributes={"ecs.instance-type": "m7g.large", "ecs.os-type": "linux"})


class Expressions(unittest.TestCase):
    def test_member_of_expressions_are_evaluated(self) -> None:
        for expression, verdict in (
            ("attribute:ecs.os-type == linux", True),
            ("attribute:ecs.os-type != linux", False),
            ("attribute:ecs.instance-type =~ m7g.*", True),
            ("attribute:ecs.instance-type !~ m7g.*", False),
            ("attribute:ecs.instance-type in [m6g.large, m7g.large]", True),
            ("attribute:ecs.instance-type not_in [m6g.large, m7g.large]", False),
            ("attribute:ecs.os-type == linux and attribute:ecs.instance-type == t4g.small", False),
        ):
            with self.subTest(expression):
                self.assertIs(placement.matches(INSTANCE, expression), verdict)

    def test_an_expression_it_does_not_know_is_an_error_and_not_a_guess(self) -> None:
        with self.assertRaisesRegex(ValueError, "runningTasksCount < 3"):
            placement.matches(INSTANCE, "runningTasksCount < 3")

"""ECS: account setting defaults.

moto 5.2.1 has no PutAccountSettingDefault, knows seven of the setting names, and lists only what was put. AWS stores the default
for the root user, knows more names, and with effectiveSettings=true answers every one of them with the value in force.
Source of the names and values: AWS API reference, ECS PutAccountSettingDefault.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import AccountSetting, EC2ContainerServiceBackend
from moto.ecs.responses import EC2ContainerServiceResponse

from .patching import adds, wraps

# Setting name to the value in force where nobody has put one.
IN_FORCE = {
    "serviceLongArnFormat": "enabled",
    "taskLongArnFormat": "enabled",
    "containerInstanceLongArnFormat": "enabled",
    "awsvpcTrunking": "disabled",
    "containerInsights": "disabled",
    "dualStackIPv6": "enabled",
    "fargateTaskRetirementWaitPeriod": "7",
    "fargateFIPSMode": "disabled",
    "tagResourceAuthorization": "off",
    "guardDutyActivate": "off",
    "defaultLogDriverMode": "non-blocking",
}


def as_answer(backend: EC2ContainerServiceBackend, setting: AccountSetting) -> dict[str, str]:
    """A setting as AWS describes it: the principal of a default is the account's root user."""
    principal = f"arn:{backend.partition}:iam::{backend.account_id}:root"
    kind = "aws_managed" if setting.name == "guardDutyActivate" else "user"
    return {"name": setting.name, "value": setting.value, "principalArn": principal, "type": kind}


@adds(EC2ContainerServiceResponse)
def put_account_setting_default(self: EC2ContainerServiceResponse) -> ActionResult:
    """Store the default of one setting."""
    name = self._get_param("name")
    if name not in IN_FORCE:
        raise InvalidParameterException(f"Invalid account setting name: {name}. Valid names: {', '.join(IN_FORCE)}")
    setting = self.ecs_backend.put_account_setting(name, self._get_param("value"))
    return ActionResult({"setting": as_answer(self.ecs_backend, setting)})


@wraps(EC2ContainerServiceBackend)
def list_account_settings(original: Any, self: EC2ContainerServiceBackend, name: str | None = None, value: str | None = None) -> Any:
    """List settings of all the names, not of moto's seven."""
    if name not in IN_FORCE:
        return original(self, name, value)
    return [setting for setting in self.account_settings.values() if setting.name == name and value in (None, setting.value)]


@wraps(EC2ContainerServiceResponse, "list_account_settings")
def with_values_in_force(original: Any, self: EC2ContainerServiceResponse) -> ActionResult:
    """Answer the value in force, put or not, where effectiveSettings asks for it."""
    if not self._get_param("effectiveSettings"):
        return original(self)
    name, value = self._get_param("name"), self._get_param("value")
    settings = [self.ecs_backend.account_settings.get(known, AccountSetting(known, default)) for known, default in IN_FORCE.items()]
    return ActionResult({"settings": [as_answer(self.ecs_backend, setting) for setting in settings
                                      if name in (None, setting.name) and value in (None, setting.value)]})

"""CodeDeploy: changing and deleting applications, deployment groups and deployment configurations.

moto 5.2.1 creates and describes only, drops a deployment group's alarms, gives timestamps as text where the API says seconds, and
reads the tag operations' fields under names that no SDK sends in that spelling. AWS has the whole life cycle.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.codedeploy import exceptions
from moto.codedeploy.models import Application, CodeDeployBackend, DeploymentGroup
from moto.codedeploy.responses import CodeDeployResponse

from .patching import adds, wraps

# Fields of UpdateDeploymentGroup that replace what the group has, as moto's attributes are called.
GROUP_FIELDS = {
    "deploymentConfigName": "deployment_config_name",
    "ec2TagFilters": "ec2_tag_filters",
    "onPremisesInstanceTagFilters": "on_premises_instance_tag_filters",
    "autoScalingGroups": "auto_scaling_groups",
    "serviceRoleArn": "service_role_arn",
    "triggerConfigurations": "trigger_configurations",
    "alarmConfiguration": "alarm_configuration",
    "autoRollbackConfiguration": "auto_rollback_configuration",
    "outdatedInstancesStrategy": "outdated_instances_strategy",
    "deploymentStyle": "deployment_style",
    "blueGreenDeploymentConfiguration": "blue_green_deployment_configuration",
    "loadBalancerInfo": "load_balancer_info",
    "ec2TagSet": "ec2_tag_set",
    "ecsServices": "ecs_services",
    "onPremisesTagSet": "on_premises_tag_set",
    "terminationHookEnabled": "termination_hook_enabled",
}


def configurations(backend: CodeDeployBackend) -> dict[str, dict[str, Any]]:
    """The deployment configurations that were created, by name."""
    if not hasattr(backend, "deployment_configurations"):
        backend.deployment_configurations = {}
    return backend.deployment_configurations


def arn(backend: CodeDeployBackend, resource: str) -> str:
    """The ARN of `application:NAME` or `deploymentgroup:APPLICATION/NAME`."""
    return f"arn:{backend.partition}:codedeploy:{backend.region_name}:{backend.account_id}:{resource}"


class DeploymentConfigDoesNotExistException(exceptions.JsonRESTError):
    """What AWS answers for an unknown deployment configuration."""

    def __init__(self, name: str) -> None:
        super().__init__("DeploymentConfigDoesNotExistException", f"No Deployment Configuration found for name: {name}")


@wraps(Application, "__init__")
def with_numeric_create_time(original: Any, self: Application, *arguments: Any, **options: Any) -> None:
    """Keep the time of creation in seconds."""
    original(self, *arguments, **options)
    self.create_time = time.time()


@wraps(DeploymentGroup, "to_dict")
def with_alarms(original: Any, self: DeploymentGroup) -> dict[str, Any]:
    """Describe a group with its alarms, and without the empty objects moto fills in for what was never given."""
    described = {key: value for key, value in original(self).items() if value is not None and value != {}}
    if self.alarm_configuration:
        described["alarmConfiguration"] = self.alarm_configuration
    return described


@adds(CodeDeployResponse)
def update_application(self: CodeDeployResponse) -> str:
    """Rename an application."""
    backend = self.codedeploy_backend
    old, new = self._get_param("applicationName"), self._get_param("newApplicationName")
    application = backend.get_application(old)
    application.application_name = new
    backend.applications[new] = backend.applications.pop(old)
    backend.deployment_groups[new] = backend.deployment_groups.pop(old, {})
    return ""


@adds(CodeDeployResponse)
def delete_application(self: CodeDeployResponse) -> str:
    """Delete an application and its groups; AWS does not mind an unknown one."""
    backend, name = self.codedeploy_backend, self._get_param("applicationName")
    backend.applications.pop(name, None)
    backend.deployment_groups.pop(name, None)
    backend.tagger.delete_all_tags_for_resource(arn(backend, f"application:{name}"))
    return ""


@adds(CodeDeployResponse)
def update_deployment_group(self: CodeDeployResponse) -> str:
    """Replace the fields that are given, and rename the group where that is asked for."""
    backend = self.codedeploy_backend
    application, name = self._get_param("applicationName"), self._get_param("currentDeploymentGroupName")
    group = backend.get_deployment_group(application, name)
    for field, attribute in GROUP_FIELDS.items():
        value = self._get_param(field)
        if value is not None:
            setattr(group, attribute, value)
    group.deployment_group_name = self._get_param("newDeploymentGroupName", name)
    groups = backend.deployment_groups[application]
    groups[group.deployment_group_name] = groups.pop(name)
    return "{}"


@adds(CodeDeployResponse)
def delete_deployment_group(self: CodeDeployResponse) -> str:
    """Delete a group; AWS does not mind an unknown one."""
    backend = self.codedeploy_backend
    application, name = self._get_param("applicationName"), self._get_param("deploymentGroupName")
    backend.deployment_groups.get(application, {}).pop(name, None)
    backend.tagger.delete_all_tags_for_resource(arn(backend, f"deploymentgroup:{application}/{name}"))
    return "{}"


@adds(CodeDeployResponse)
def create_deployment_config(self: CodeDeployResponse) -> str:
    """Create a deployment configuration."""
    name = self._get_param("deploymentConfigName")
    fields = ("minimumHealthyHosts", "trafficRoutingConfig", "zonalConfig")
    given = {field: self._get_param(field) for field in fields if self._get_param(field) is not None}
    configuration = {"deploymentConfigId": str(uuid.uuid4()), "deploymentConfigName": name, "createTime": time.time(),
                     "computePlatform": self._get_param("computePlatform", "Server"), **given}
    configurations(self.codedeploy_backend)[name] = configuration
    return json.dumps({"deploymentConfigId": configuration["deploymentConfigId"]})


@adds(CodeDeployResponse)
def get_deployment_config(self: CodeDeployResponse) -> str:
    """Describe a deployment configuration."""
    name = self._get_param("deploymentConfigName")
    try:
        return json.dumps({"deploymentConfigInfo": configurations(self.codedeploy_backend)[name]})
    except KeyError:
        raise DeploymentConfigDoesNotExistException(name) from None


@adds(CodeDeployResponse)
def delete_deployment_config(self: CodeDeployResponse) -> str:
    """Delete a deployment configuration; AWS does not mind an unknown one."""
    configurations(self.codedeploy_backend).pop(self._get_param("deploymentConfigName"), None)
    return ""

"""EC2: tags of a launch template.

moto 5.2.1 copies the tags of the template itself into the tag specifications of the instances it describes, so the provider reads
back a tag specification for resource type launch-template that nobody wrote; and it goes on telling the tags of the creation when
they have changed. AWS keeps the two apart, and tells the present tags.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplate

from .patching import wraps


@wraps(LaunchTemplate)
def create_version(original: Any, self: LaunchTemplate, data: dict[str, Any], description: str) -> Any:
    """Leave the template's own tags out of what it says about instances."""
    specifications = [one for one in data.get("TagSpecifications", []) if one.get("ResourceType") != "launch-template"]
    data = {**data, "TagSpecifications": specifications}
    return original(self, data if specifications else {key: value for key, value in data.items() if key != "TagSpecifications"}, description)


# moto sets the attribute once, in __init__; from now on it is what get_tags() says.
LaunchTemplate.tags = property(lambda self: self.get_tags(), lambda self, tags: None)

"""EC2: user data of a launch template's second version.

moto 5.2.1 keeps the user data of CreateLaunchTemplateVersion as plain text, and an instance launched from it ends in an assertion.
CreateLaunchTemplate does it right, and so does AWS.
"""

from __future__ import annotations

from typing import Any

from moto.core.types import Base64EncodedString
from moto.ec2.models.launch_templates import LaunchTemplateVersion

from .patching import wraps


@wraps(LaunchTemplateVersion, "__init__")
def with_encoded_user_data(original: Any, self: LaunchTemplateVersion, *arguments: Any, **options: Any) -> None:
    """Say what the text is: Base64, as the API asks for it."""
    original(self, *arguments, **options)
    user_data = self.data.get("UserData")
    if user_data is not None and not isinstance(user_data, Base64EncodedString):
        self.data["UserData"] = Base64EncodedString(user_data)

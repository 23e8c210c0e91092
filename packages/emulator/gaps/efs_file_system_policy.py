"""EFS: the policy of a file system.

moto 5.2.1 can put one and not take it away.
"""

from __future__ import annotations

from typing import Any

from moto.efs.responses import EFSResponse

from .patching import adds


@adds(EFSResponse)
def delete_file_system_policy(self: EFSResponse) -> Any:
    """Give the file system back the policy that EFS has by default."""
    self.efs_backend.file_systems_by_id[self._get_param("FileSystemId")].file_system_policy = None
    return "", {"Content-Type": "application/json"}

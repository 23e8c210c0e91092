"""EFS: whether AWS Backup makes backups of a file system.

moto 5.2.1 can describe the backup policy and not change it.
"""

from __future__ import annotations

import json
from typing import Any

from moto.efs.models import EFSBackend, FileSystem
from moto.efs.responses import EFSResponse

from .patching import adds, wraps


@adds(EFSResponse)
def put_backup_policy(self: EFSResponse) -> Any:
    """Turn backups on or off."""
    file_system = self.efs_backend.file_systems_by_id[self._get_param("FileSystemId")]
    policy = self._get_param("BackupPolicy")
    file_system._backup_status = policy["Status"]
    return json.dumps({"BackupPolicy": policy}), {"Content-Type": "application/json"}


@wraps(EFSBackend)
def describe_backup_policy(original: Any, self: EFSBackend, file_system_id: str) -> dict[str, str]:
    """Describe what was put, even that it is off."""
    file_system: FileSystem = self.file_systems_by_id[file_system_id]
    status = getattr(file_system, "_backup_status", None)
    return original(self, file_system_id) if status is None else {"Status": status}

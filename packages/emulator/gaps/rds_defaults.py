"""RDS: what a new instance has that nobody asked for.

moto 5.2.1 gives every instance MySQL's license, an option group of the minor version, `default_kms_key_id` as its key, and no throughput. AWS
names PostgreSQL's license and the option group of its major version, the ARN of the account's aws/rds key where storage is encrypted, and the baseline
of gp3: 3,000 IOPS and 125 MiB/s below 400 GiB, else 12,000 and 500 (RDS user guide, "gp3 storage").
"""

from __future__ import annotations

import uuid
from typing import Any

from moto.rds.models import DBInstance, RDSBackend

from .patching import wraps

# Those whose gp3 storage has a higher baseline from 400 GiB on.
ENGINES = ("mariadb", "mysql", "postgres")


@wraps(DBInstance, "__init__")
def with_defaults_of_aws(original: Any, self: DBInstance, *arguments: Any, **options: Any) -> None:
    """Fill in what AWS fills in."""
    original(self, *arguments, **options)
    if self.engine not in ENGINES:
        return
    if self.engine == "postgres" and not options.get("license_model"):
        self.license_model = "postgresql-license"
    if self.engine == "postgres" and not options.get("option_group_name"):
        self.option_group_name = f"default:postgres-{str(self.engine_version).partition('.')[0]}"
    if self.kms_key_id == "default_kms_key_id":
        account, region = self.backend.account_id, self.backend.region_name
        key = uuid.uuid5(uuid.NAMESPACE_DNS, f"rds.{region}.{account}")
        self.kms_key_id = f"arn:{self.backend.partition}:kms:{region}:{account}:key/{key}"
    baseline(self)


def baseline(self: DBInstance) -> None:
    """Give gp3 storage its baseline where nothing else was asked for."""
    if self.storage_type == "gp3" and not self.iops:
        large = int(self.allocated_storage or 0) >= 400
        self.iops, self.storage_throughput = (12000, 500) if large else (3000, 125)


@wraps(RDSBackend)
def modify_db_instance(original: Any, self: RDSBackend, *arguments: Any, **options: Any) -> DBInstance:
    """Keep the baseline of storage that has changed."""
    instance = original(self, *arguments, **options)
    if instance.engine in ENGINES:
        baseline(instance)
    return instance

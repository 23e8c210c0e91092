import type { Adoptable } from "./target";
import type { AdoptInput } from "../../modules/platform/environment/schema/adopt";
import type { Found } from "./found";
import type { Notes } from "./proposal";
import { isPart } from "./read/data";

interface Data {
  readonly adopt: Pick<AdoptInput, "database" | "bucket" | "secrets">;
  readonly imports: Readonly<Record<string, string>>;
}

/** Database, bucket and secrets. */
export function proposeData(environment: Adoptable, found: Found, notes: Notes): Data {
  const { bucket: wanted, name } = environment;
  const { bucket } = found;
  if (bucket === undefined && wanted !== undefined) notes.remark(`No bucket ${wanted.name} was found: it is made.`);
  const database = proposeDatabase(environment, found, notes);
  return {
    adopt: {
      ...(database && { database }),
      ...(bucket && { bucket: { encryption: bucket.encryption as "AES256" } }),
      secrets: proposeSecrets(environment, found, notes),
    },
    imports: Object.fromEntries(
      (bucket?.settings ?? []).map((address) => [`${name}-data/${address}`, wanted?.name ?? ""]),
    ),
  };
}

function proposeDatabase(
  { database: wanted }: Adoptable,
  { database }: Found,
  notes: Notes,
): AdoptInput["database"] | undefined {
  if (wanted === undefined || wanted.existing !== undefined || wanted.engine === "aurora-postgresql") return undefined;
  if (database === undefined) {
    notes.remark(
      `No database ${wanted.identifier} was found, and none at the host that the tasks are given: it is made.`,
    );
    return undefined;
  }
  const { engineVersion, port, subnetGroup } = database;
  if (!engineVersion.startsWith("17.") || port !== 5432) {
    notes.remark(
      `The database ${database.identifier} has version ${engineVersion} on port ${port}, and only 17 on 5432 is taken over: upgrade it first, or use it without owning it (database.existing).`,
    );
    return undefined;
  }
  notes.field("database.identifier", wanted.identifier, database.identifier);
  if (database.name !== undefined) notes.field("database.name", wanted.name, database.name);
  notes.field("database.username", wanted.username, database.username);
  notes.field(
    "database.instanceClass",
    typeof wanted.instanceClass === "string" ? wanted.instanceClass : wanted.instanceClass.unlisted,
    database.instanceClass,
  );
  notes.field("database.storageGiB", wanted.storageGiB, database.storageGiB);
  if (wanted.maximumStorageGiB < database.storageGiB) {
    notes.field("database.maximumStorageGiB", wanted.maximumStorageGiB, database.storageGiB);
  }
  notes.field("database.multiAz", wanted.multiAz, database.multiAz);
  if (!database.encrypted) {
    notes.remark(
      "The database is not encrypted, and an instance can never be: it is taken over as it is. To have it encrypted, restore an encrypted copy of a snapshot beside it.",
    );
  }
  notes.remark(
    "The database keeps its password. Its parameter group becomes one of its own: what is static in it counts from the next reboot.",
  );
  return {
    encrypted: database.encrypted,
    ...(subnetGroup && { subnetGroup: { name: subnetGroup.name, subnets: [...subnetGroup.subnets] } }),
  };
}

function proposeSecrets(
  { secrets: wanted, secretPrefix }: Adoptable,
  { secrets, taskDefinition }: Found,
  notes: Notes,
): NonNullable<AdoptInput["secrets"]> {
  const containers = taskDefinition?.containers ?? [];
  for (const name of Object.keys(wanted)) {
    if (secrets[name] !== undefined) continue;
    const source = containers.flatMap((container) => container.secrets.get(name) ?? [])[0];
    const plain = containers.some(({ environment }) => environment.has(name));
    const where =
      source !== undefined && isPart(source)
        ? `is a part of the secret ${source.split(":").slice(0, 7).join(":")}`
        : source !== undefined
          ? `is read from ${source}, which is no secret of Secrets Manager`
          : plain
            ? "is in plain text in the task definition: let it be replaced wherever it counts"
            : "was not found";
    notes.remark(
      `${name} ${where}. A secret ${secretPrefix}/${name} is made, without a value: put it there after the data stack is applied and before the service stack is.`,
    );
  }
  return { ...secrets };
}

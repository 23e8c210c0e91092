import { production } from "../../../../environments/production";
import { staging } from "../../../../environments/staging";
import { checkOwnedOnce } from "../../../../modules/platform/environment/owned-once";

test("a copy of an environment with only its name changed is refused, with all that both would own", () => {
  expect(() => checkOwnedOnce([production, staging])).not.toThrow();
  const copy = { ...production, name: "copy" };
  for (const field of ["state.bucket", "storage.bucket", "cluster.name", "database.identifier", "secrets.prefix"])
    expect(() => checkOwnedOnce([production, copy])).toThrow(`copy: ${field}`);
  expect(() => checkOwnedOnce([production, copy])).toThrow(
    'secrets.prefix "mangoapps/production" is already used by production',
  );
});

test("another region shares only what is unique in the world", () => {
  const copy = { ...production, name: "copy", region: "eu-west-1" };
  expect(() => checkOwnedOnce([production, copy])).toThrow("copy: storage.bucket");
  expect(() => checkOwnedOnce([production, copy])).not.toThrow(/cluster\.name/);
});

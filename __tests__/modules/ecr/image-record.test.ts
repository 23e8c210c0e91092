import { TerraformVariable } from "cdktf";
import { ImageRecord } from "../../../modules/ecr";
import { testStack } from "../../../packages/jest-terraform";

const record = (changes: object = {}) =>
  testStack((scope) => {
    const variable = new TerraformVariable(scope, "image_tag", { type: "string", default: "" });
    const props = { parameterName: "/shop/production/image-tag", firstTag: "v1", repository: "shop", variable };
    new ImageRecord(scope, "image-record", { ...props, ...changes });
  });

test("the record begins with the first tag, or with that of the variable, and Terraform never writes it again", () => {
  expect(record()).toHaveResource("aws_ssm_parameter", {
    name: "/shop/production/image-tag",
    type: "String",
    insecure_value: '${coalesce(var.image_tag, "v1")}',
    lifecycle: { ignore_changes: ["insecure_value"] },
  });
});

test.each([
  [{ parameterName: "shop" }, "parameterName must be 1 to 15 levels"],
  [{ parameterName: "/aws/shop" }, "parameterName must be 1 to 15 levels"],
  [{ firstTag: "latest" }, "firstTag must be"],
])("%j is refused", (changes, message) => {
  expect(() => record(changes)).toThrow(message);
});

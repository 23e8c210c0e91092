import { linkedContainers, usedPorts } from "../../../policies/platform/linked-containers";
import { web, type Change } from "../../fixtures/shop";
import { failuresIn } from "./synthesized";

describe("containers of a task", () => {
  const naming = (text: string, more: Change = {}) =>
    web({ containers: { worker: { environment: { APP: text } } }, ...more });

  test("in bridge mode a name needs a link", () => {
    expect(failuresIn(linkedContainers, naming("http://app:4000/api"))).toEqual([
      "container worker: APP names app, to which it has no link",
    ]);
    const linked = web({ containers: { worker: { links: ["app"], environment: { APP: "http://app:4000/api" } } } });
    expect(failuresIn(linkedContainers, linked)).toEqual([]);
    expect(failuresIn(linkedContainers, naming("an app: the shop"))).toEqual([]);
  });

  test("in bridge mode localhost is the container itself", () => {
    expect(failuresIn(linkedContainers, naming("http://localhost:4000/"))).toEqual([
      "container worker: APP looks for app on localhost, which in network mode bridge is the container itself",
    ]);
  });

  test("in network mode awsvpc it is all containers, and names are none", () => {
    const awsvpc = (text: string) =>
      web({
        networkMode: "awsvpc",
        containers: { app: { ports: [{ container: 4000 }] }, worker: { environment: { APP: text } } },
      });
    expect(failuresIn(linkedContainers, awsvpc("http://localhost:4000/"))).toEqual([]);
    expect(failuresIn(linkedContainers, awsvpc("http://app:4000/"))).toEqual([
      "container worker: APP names app, which in this network mode is localhost",
    ]);
  });

  test("a port that nobody sends to is reported", () => {
    expect(failuresIn(usedPorts, {})).toEqual([]);
    const metrics = web({ web: { container: "app" }, containers: { worker: { ports: [{ container: 9394 }] } } });
    expect(failuresIn(usedPorts, metrics)).toEqual(["nothing sends to port 9394 of container worker"]);
  });
});

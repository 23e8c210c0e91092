/** What a client of the AWS SDK answers, by the name of the command; a function gets the command's input. */
export type Answers = Readonly<Record<string, unknown>>;

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: unknown;
}

/** A client of the AWS SDK that answers from a table, and remembers what it was asked. */
export function fakeClient<T>(answers: Answers): { client: T; asked: string[] } {
  const asked: string[] = [];
  const send = (command: Command): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, "");
    asked.push(name);
    if (!(name in answers)) return Promise.reject(new Error(`nobody expected ${name}`));
    const answer = answers[name];
    const result: unknown =
      typeof answer === "function" ? (answer as (input: unknown) => unknown)(command.input) : answer;
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  };
  return { client: { send } as T, asked };
}

/** An error as the AWS SDK throws it. */
export const awsFailure = (name: string, message = "the reason", status = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

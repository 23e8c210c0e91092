import { awsError, nameOf, statusOf, type ClientConfig } from "../../../lib/aws";

/** What AWS says of something that is not there, over all its services. */
const notThere =
  /NotFound|NoSuch|DoesNotExist|ServerSideEncryptionConfigurationNotFoundError|OwnershipControlsNotFoundError/;

/**
 * The answer to a question; undefined when AWS says that there is no such thing.
 *
 * @param doing what is asked, such as "read the cluster"
 * @throws UserError for every other error, in one line
 */
export async function ask<Answer>(doing: string, answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (notThere.test(nameOf(error)) || statusOf(error) === 404) return undefined;
    throw awsError(error, doing);
  }
}

/** What every part of the reading needs. */
export interface Account {
  readonly config: ClientConfig;
}

/** What every client of AWS SDK for JavaScript v3 is made with: `new ECSClient(clientConfig(environment.region, process.env))`. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
  readonly maxAttempts?: number;
}

/**
 * The SDK reads this process's environment; what the caller gives instead (an emulator, mostly) is set here.
 *
 * @param env where credentials and endpoint are found, as for Terraform; without keys in it the SDK finds them as ever: profile, SSO, role
 */
export function clientConfig(region: string, env: NodeJS.ProcessEnv): ClientConfig {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  const attempts = Number(env.AWS_MAX_ATTEMPTS);
  return {
    region,
    ...(env.AWS_ENDPOINT_URL !== undefined && { endpoint: env.AWS_ENDPOINT_URL }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN },
      }),
    ...(attempts > 0 && { maxAttempts: attempts }),
  };
}

import { replaceForms, replaceInCommand } from "..";

/** One way in which a secret comes into a container. */
export interface Form {
  readonly title: string;
  readonly secret: string;
  readonly container: Readonly<Record<string, unknown>>;
}

/** Passwords as people make them, and keys as programs do. */
const passwords = ["abc-def-ghi", "tiger-Lily-1999", "Winter2026!", "hunter2hunter2", "pa$$word"];

const names =
  `PGPASSWORD MYSQL_PWD MYSQL_ROOT_PASS SMTP_PASS LDAP_BIND_PW OTP_SEED CACHE_AUTH DB_PASSWD_OLD REDISCLI_AUTH
RABBITMQ_DEFAULT_PASS DEVISE_PEPPER HONEYBADGER_KEY NEW_RELIC_LICENSE TWILIO_SID_AND_KEY SECRET_KEY_BASE RAILS_MASTER_KEY
ERLANG_COOKIE PASSWORD_SALT ADMIN_PASSPHRASE JWT_SECRET GITHUB_TOKEN AWS_SECRET_ACCESS_KEY dbPassword apiKey db.password
ConnectionPassword WALLET_MNEMONIC STRIPE_SECRET_KEY_TEST ENCRYPTION_KEY_2 MAILGUN_SIGNING_KEY SESSION_SECRET_NEXT
GITHUB_PAT SESSION_JWT JWT_SIGNING ROOTPW keystorepass ADMIN_PASSKEY VAULT_UNSEAL TLS_PSK METRICS_BEARER
ACTIVE_RECORD_ENCRYPTION__PRIMARY_KEY BUNDLE_GEMS__EXAMPLE__COM`
    .split(/\s+/)
    .filter((name) => name !== "");

/** Put together here, so that no scanner takes this file for a leak. */
const random = (length: number) => "a1B2c3D4e5F6g7H8".repeat(8).slice(0, length);
const hex = (length: number) => "0a1b2c3d4e5f6789".repeat(8).slice(0, length);
const tokens: readonly string[] = [
  `AKIA${"ABCDEFGH"}IJKLMNOP`,
  `ghp_${random(36)}`,
  `github_pat_${random(60)}`,
  `glpat-${random(20)}`,
  `xoxb-${random(24)}`,
  `SG.${random(22)}.${random(43)}`,
  `sk-proj-${random(40)}`,
  `sk_live_${random(24)}`,
  `whsec_${random(32)}`,
  `AIza${random(35)}`,
  `GOCSPX-${random(28)}`,
  `npm_${random(36)}`,
  `dckr_pat_${random(27)}`,
  `hvs.${random(24)}`,
  `dop_v1_${hex(64)}`,
  `shpat_${hex(32)}`,
  `SK${hex(32)}`,
  `key-${hex(32)}`,
  `${hex(32)}-us12`,
  `glsa_${random(32)}`,
  `dapi${hex(32)}`,
  `hf_${random(34)}`,
  `lin_api_${random(40)}`,
  `eyJhbGciOiJI.${random(20)}.${random(20)}`,
  `123456789:AA${random(33)}`,
];

const texts: readonly (readonly [title: string, text: (secret: string) => string])[] = [
  ["URL", (s) => `postgres://shop:${s}@db:5432/shop`],
  ["URL without a user", (s) => `redis://:${s}@cache:6379/0`],
  ["Go connection", (s) => `shop:${s}@tcp(db:3306)/shop`],
  ["Azure connection string", (s) => `InstrumentationKey=${s};IngestionEndpoint=https://x.example/`],
  ["connection string", (s) => `Server=db;User Id=shop;Password=${s};Encrypt=true`],
  ["libpq connection", (s) => `host=db user=shop password=${s} sslmode=require`],
  ["JSON", (s) => JSON.stringify({ host: "db", credentials: { password: s } })],
  ["JSON in a text", (s) => `--data '{"user":"a","password":"${s}"}'`],
  ["YAML", (s) => `smtp:\n  user: a\n  password: ${s}\n  port: 587`],
  ["header", (s) => `curl -H 'X-Api-Key: ${s}' https://x.example`],
  ["query", (s) => `https://x.example/hook?token=${s}&a=b`],
  ["any scheme of a header", (s) => `curl -H 'Authorization: token ${s}9' https://x.example`],
  ["key of a function", (s) => `https://x.example/api/run?code=${s}&a=b`],
  ["npm", (s) => `npm config set //npm.shop.example/:_authToken=${s}`],
  ["XML", (s) => `<settings><server><password>${s}</password></server></settings>`],
  ["XML attribute", (s) => `<add key="ApiKey" value="${s}"/>`],
  ["YAML of variables", (s) => `env:\n  - name: API_TOKEN\n    value: ${s}\n`],
  ["SQL", (s) => `CREATE USER shop WITH PASSWORD '${s}'`],
  ["netrc", (s) => `machine x login shop password ${s}`],
  ["Oracle", (s) => `jdbc:oracle:thin:scott/${s}@//db:1521/shop`],
  ["quoted assignment", (s) => `export DB_PASSWORD="${s}" PORT=4000`],
];

const commands: readonly (readonly [title: string, words: (secret: string) => readonly string[]])[] = [
  ["curl -u", (s) => ["CMD-SHELL", `curl -u admin:${s} http://localhost`]],
  ["curl --user", (s) => ["CMD", "curl", "--user", `admin:${s}`, "http://localhost"]],
  ["--password", (s) => ["app", "--password", s, "--port", "4000"]],
  ["--password=", (s) => ["app", `--password=${s}`]],
  ["--db-password", (s) => ["app", "--db-password", s]],
  ["redis-cli -a", (s) => ["redis-cli", "-a", s, "ping"]],
  ["redis-cli -a in a shell", (s) => ["sh", "-c", `redis-cli -a ${s} ping`]],
  ["mysql -p", (s) => ["sh", "-c", `mysqladmin ping -ushop -p${s}`]],
  ["sshpass", (s) => ["sh", "-c", `sshpass -p ${s} ssh host`]],
  ["requirepass", (s) => ["redis-server", "--requirepass", s]],
  ["variable before a command", (s) => ["sh", "-c", `PGPASSWORD=${s} psql -h db`]],
  ...(
    [
      "app --db.password=% --port 4000",
      "java -Dspring.datasource.password=% -jar app.jar",
      "app --secret-key-base % --port 4000",
      "app --signing-key=%",
      "s3cmd --secret_key=% ls",
      "keytool -storepass % -list",
      "sshpass -p% ssh host",
      "vault login %",
      "docker login -u shop -p % registry.example",
      "az login -u shop -p %",
      "htpasswd -b users shop %",
      "redis-server --port 6379 --masterauth %",
      "aws configure set aws_secret_access_key %",
      "ldapsearch -D cn=shop -w % -b dc=shop",
      "sqlcmd -S db -U sa -P %",
      "zip -P % out.zip in",
      "ssh-keygen -f key -N %",
      "rabbitmqctl add_user shop %",
      "smbclient //host/share -U shop%%",
      "curl --oauth2-bearer % https://x.example",
    ] as const
  ).flatMap((line) => {
    const fill = (s: string) => line.replace(/%(?!%)/, () => s);
    return [
      [`${line} in a shell`, (s: string) => ["sh", "-c", fill(s)]],
      [line, (s: string) => fill(s).split(" ")],
    ] as const;
  }),
  ["chpasswd", (s) => ["sh", "-c", `echo "shop:${s}" | chpasswd`]],
  ["standard input", (s) => ["sh", "-c", `echo ${s} | docker login -u shop --password-stdin`]],
  ["openssl", (s) => ["sh", "-c", `openssl enc -d -pass pass:${s}`]],
];

const webhooks: readonly (readonly [title: string, secret: string, url: string])[] = [
  ["Slack", `T00000000/B00000000/${random(24)}`, `https://hooks.slack.com/services/T00000000/B00000000/${random(24)}`],
  ["Sentry", hex(32), `https://${hex(32)}@o123.ingest.sentry.io/456`],
  ["Discord", random(60), `https://discord.com/api/webhooks/123456789012345678/${random(60)}`],
  ["Teams", random(40), `https://acme.webhook.office.com/webhookb2/${random(40)}`],
  ["Zapier", random(10), `https://hooks.zapier.com/hooks/catch/123456/${random(10)}`],
  ["GitHub remote", random(20), `https://${random(20)}@github.com/acme/shop.git`],
];

const variable = (name: string, value: string) => ({ name: "web", environment: [{ name, value }] });

export const forms: readonly Form[] = [
  ...names.flatMap((name) =>
    passwords.map((secret) => ({ title: `${name}=${secret}`, secret, container: variable(name, secret) })),
  ),
  ...tokens.flatMap((secret) => [
    { title: `token ${secret.slice(0, 8)}`, secret, container: variable("SETTING", secret) },
    { title: `token ${secret.slice(0, 8)} in a text`, secret, container: variable("SETTING", `use ${secret} here`) },
    { title: `token ${secret.slice(0, 8)} in a command`, secret, container: { name: "web", command: ["run", secret] } },
  ]),
  ...texts.flatMap(([title, text]) =>
    passwords.flatMap((secret) => [
      { title: `${title} of ${secret}`, secret, container: variable("SETTING", text(secret)) },
      {
        title: `${title} of ${secret} in a command`,
        secret,
        container: { name: "web", command: ["sh", "-c", text(secret)] },
      },
    ]),
  ),
  ...commands.flatMap(([title, words]) =>
    passwords.map((secret) => ({
      title: `${title} ${secret}`,
      secret,
      container: { name: "web", healthCheck: { command: words(secret) } },
    })),
  ),
  ...webhooks.map(([title, secret, url]) => ({ title: `${title} URL`, secret, container: variable("HOOK", url) })),
];

/** All that is shown of a container when forms and options are hidden; names are the redactor's own matter. */
export function hiddenIn(container: Form["container"]): string {
  const { environment, command, healthCheck } = container as {
    environment?: readonly { name: string; value: string }[];
    command?: readonly string[];
    healthCheck?: { command: readonly string[] };
  };
  const hide = () => "(secret)";
  const words = [...(command ?? []), ...(healthCheck?.command ?? [])];
  const variables = (environment ?? []).map(({ name, value }) =>
    replaceForms(`${name}=${JSON.stringify(value)}`, hide),
  );
  return [...replaceInCommand(words, hide), ...variables].join("\n");
}

export const plainVariables: readonly (readonly [name: string, value: string])[] = [
  ["RAILS_ENV", "production"],
  ["PORT", "4000"],
  ["POSTGRES_PROD_HOST", "db.example.com"],
  ["POSTGRES_PROD_USER", "shop"],
  ["BASE_URL", "https://workforce.mangoapps.com"],
  ["API_KEY_HEADER", "X-Api-Key"],
  ["TOKEN_URL", "https://login.example/oauth/token"],
  ["OPENAI_MAX_TOKENS", "4096"],
  ["MAX_TOKENS", "4096"],
  ["PASSWORD_MIN_LENGTH", "12"],
  ["SMTP_AUTH", "plain"],
  ["SMTP_AUTHENTICATION", "login"],
  ["AUTH", "oauth2"],
  ["REQUIRE_AUTH", "true"],
  ["DB_SEED", "true"],
  ["RANDOM_SEED", "42"],
  ["LICENSE", "MIT"],
  ["PARTITION_KEY", "customer_id"],
  ["ROUTING_KEY", "orders.created"],
  ["KMS_KEY_ID", "alias/shop"],
  ["AWS_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf"],
  ["DB_PASSWORD_FILE", "/run/secrets/db"],
  ["SESSION_COOKIE_NAME", "_shop_session"],
  ["GIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8"],
  ["IMAGE_DIGEST", `sha256:${hex(64)}`],
  ["TRACE_ID", hex(32)],
  ["BUCKET", "mangoapps-production-uploads-760042596542"],
  ["REDIS_URL", "redis://cache.internal:6379/0"],
  ["DATABASE_URL", "postgres://shop@db.internal/shop"],
  ["SENTRY_ENVIRONMENT", "production"],
  ["COMPASS_HOST", "compass.internal"],
  ["AUTHOR", "Ada Lovelace"],
  ["BYPASS_PROXY", "localhost,10.0.0.0/8"],
  ["QUEUE", "arn:aws:sqs:us-east-1:123456789012:orders"],
  ["FEATURES", '{"search":true,"assistant":"beta"}'],
  ["JAVA_OPTS", "-Xmx512m -Duser.timezone=UTC -Dserver.port=8080"],
  ["COMMAND", "bundle exec puma -p 4000 -e production -C config/puma.rb"],
  ["CRON", "0 3 * * *"],
  ["EMAIL", "ops@shop.example"],
  ["PATTERN", "a.*b"],
  ["SHOPPING_CART", "enabled"],
  ["BUNDLE_BUILD__NOKOGIRI", "--use-system-libraries"],
  ["JWT_ALGORITHM", "RS256"],
  ["SSH_KEY_NAME", "deploy-2024"],
  ["DESCRIPTION", "The password must have 12 characters"],
  ...[
    "docker run --user 1000:1000 -p 80:80 --name web image:1",
    "su-exec --user node:node server --max-tokens 4096 --seed 42 --license MIT",
    "aws ecr get-login-password | docker login --username AWS --password-stdin registry.example",
    "aws secretsmanager get-secret-value --secret-id prod/db --query SecretString",
    "vault kv get -field=password secret/db",
    "vault login -method=aws role=web",
    "ansible-playbook --ask-vault-pass site.yml",
    "pg_isready -h db -p 5432 -U shop",
    "mysqladmin ping -h db -P 3306",
    "mongodump --port 27017 --db shop",
    "mkdir -p /var/log/app && unzip -p archive.zip file",
    "curl -fsS http://localhost:4000/health -o /dev/null",
    "ssh-keygen -t ed25519 -f key",
    "tls --key-file server.key --ssh-key ~/.ssh/id_rsa --cookie-name _shop --tokenizer base",
    "SELECT password FROM users; set timeout 30; aws configure set region eu-west-1",
  ].map((line) => ["START", line] as const),
  ["LONG", "a sentence that is longer than thirty-two characters"],
];

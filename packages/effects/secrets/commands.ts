import { isHarmless, isPlaceholder, kindOfName } from "./names";

/** Puts something in the place of a secret. */
export type Replace = (secret: string) => string;

/** `--db.password X`, `-Dspring.datasource.password=X`: what an option is called decides, as the name of a variable does. */
const option = /((?<![\w-])(--?[A-Za-z][\w.-]{1,80})(?:\s{1,4}(?!-)|=)["']?)([^\s"']{1,512})/g;

/** `--no-password db`, `--ask-pass site.yml`: the word after it is none of its own. */
const switchName = /^--?(?:no|ask|prompt|with|without|show|skip|require|enable|disable|use|allow|generate|force)-/;

/** `curl -u user:password`: the part after the colon. */
const userOption =
  /((?<![\w-])(?:-u|-U|-a|--user|--proxy-user|--auth|--basic-auth|--creds?)(?:\s{0,4}|=)["']?[\w.@+-]{1,128}:["']?)([^\s"']{1,512})/g;

/**
 * Programs that take a secret after one letter, or in a place of its own; each pattern ends where the secret begins.
 *
 * Source: the manual page of each program (2026-11).
 */
const programs: readonly string[] = [
  // The letter and the secret are one word; `mysql -p shop` asks for the password of the database shop.
  String.raw`\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|mariadb-admin|7za?|7zr)\b[^|;&]{0,200}?\s-p`,
  String.raw`\bsshpass\b[^|;&]{0,200}?\s-p\s{0,4}`,
  String.raw`\bldap(?:search|add|modify|delete|whoami|passwd)\b[^|;&]{0,200}?\s-w\s{0,4}`,
  String.raw`\b(?:sqlcmd|bcp|osql|isql|tsql)\b[^|;&]{0,200}?\s-P\s{0,4}`,
  String.raw`\b(?:docker login|podman login|nerdctl login|registry login|az login|oc login|twine upload|mongo|mongosh|mongodump|mongorestore|cqlsh|ncftpput|ncftpget|useradd|usermod|sqlcmd|argocd login)\b[^|;&]{0,200}?\s-p\s{1,4}`,
  String.raw`\b(?:zip|unzip|zipcloak)\b[^|;&]{0,200}?\s-P\s{1,4}`,
  String.raw`\b(?:redis-cli|valkey-cli)\b[^|;&]{0,200}?\s-a\s{1,4}`,
  String.raw`\bopenssl\b[^|;&]{0,200}?\s-k\s{1,4}`,
  String.raw`-pass(?:in|out)?\s{1,4}pass:`,
  String.raw`\bssh-keygen\b[^|;&]{0,200}?\s-[NP]\s{1,4}`,
  String.raw`\bsnmp\w{1,20}\b[^|;&]{0,200}?\s-[AX]\s{1,4}`,
  String.raw`\b(?:influx\b|doctl auth init)[^|;&]{0,200}?\s-t\s{1,4}`,
  String.raw`\bconsul agent\b[^|;&]{0,200}?\s-encrypt[ =]`,
  String.raw`\bsmbclient\b[^|;&]{0,200}?\s-U\s{0,4}[\w.\\-]{1,128}%`,
  String.raw`\blftp\b[^|;&]{0,200}?\s-u\s{1,4}[\w.@-]{1,128},`,
  String.raw`\b(?:vault|cargo) login\s{1,4}`,
  String.raw`\bheroku auth:token\s{1,4}`,
  String.raw`\brabbitmqctl (?:add_user|change_password)\s{1,4}[\w.-]{1,128}\s{1,4}`,
  String.raw`\bhtpasswd\s{1,4}-\w{0,8}b\w{0,8}\s{1,4}[^\s;&|]{1,256}\s{1,4}[\w.@-]{1,128}\s{1,4}`,
  String.raw`\bmc alias set(?:\s{1,4}[^\s;&|]{1,256}){3}\s{1,4}`,
  String.raw`(?:\bsqlplus\s{1,4}(?:-\w{1,2}\s{1,4})?|\bjdbc:oracle:thin:)[\w$#]{1,64}\/`,
  // What a command reads from its input.
  String.raw`\b(?:echo|printf)(?:\s{1,4}-n)?\s{1,4}["']?(?:[\w.-]{1,64}:)?(?=[^\s"'|]{1,512}["']?\s{0,4}\|[^|;&]{0,200}(?:-stdin\b|chpasswd\b|--with-token\b|-fd[ =]0\b))`,
  String.raw`--with-token\s{0,4}<<<\s{0,4}`,
];

/** `requirepass X` of Redis, `login a password X` of netrc, `PASSWORD 'X'` and `IDENTIFIED BY 'X'` of SQL. */
const statements: readonly string[] = [
  String.raw`\b(?:requirepass|masterauth)\s{1,4}`,
  String.raw`\blogin\s{1,4}[^\s"']{1,128}\s{1,4}password\s{1,4}`,
  String.raw`\b(?:IDENTIFIED\s{1,4}BY|(?:ENCRYPTED\s{1,4})?PASSWORD|password)\s{1,4}(?=['"][^'"]{1,512}['"])`,
];

const places = new RegExp(`((?:${[...programs, ...statements].join("|")})["']?)([^\\s"'@-][^\\s"'@]{0,511})`, "g");

/** Something of each of these is in every text that `places` can match. */
const placeWords =
  /mysql|mariadb|7z|sshpass|ldap|sqlcmd|bcp|sql |login|upload|mongo|cqlsh|ncftp|user(?:add|mod)|zip|redis|valkey|openssl|-pass|keygen|snmp|influx|doctl|consul|smbclient|lftp|heroku|rabbitmqctl|htpasswd|mc alias|sqlplus|oracle|-stdin|chpasswd|-with-token|-fd|requirepass|masterauth|BY|PASSWORD|password/;

/** `aws configure set aws_secret_access_key X`, `set password X`. */
const setting =
  /(\b(?:set|create\s{1,4}\S{1,64}\s{1,4}\S{1,64})\s{1,4}([A-Za-z_][\w.-]{2,80})\s{1,4}["']?)([^\s"'=-][^\s"']{3,511})/g;

/** Programs of `programs` and `setting` that need no option before their secret. */
const withoutOptions = /^(?:\/\S*\/)?(?:vault|cargo|heroku|rabbitmqctl|mc|aws|npm|rclone|sqlplus)$/;

/** Whether a list of words may be a command that takes a secret. */
export function isCommand(words: readonly string[]): boolean {
  return words.length > 1 && (words.some((word) => word.startsWith("-")) || withoutOptions.test(words[0] ?? ""));
}

/** Whether a word of a command is the secret that the option before it takes. */
export function isValueOfOption(previous: string, word: string): boolean {
  if (previous.includes("=") || switchName.test(previous)) return false;
  const kind = kindOfOption(previous);
  return kind !== undefined && !isPlaceholder(word) && !isHarmless(word, kind);
}

function kindOfOption(name: string): ReturnType<typeof kindOfName> {
  const own = name.replace(/^--?/, "");
  // `-Dname=value` sets a property of Java.
  return kindOfName(own) ?? (/^-D[A-Za-z]/.test(name) ? kindOfName(own.slice(1)) : undefined);
}

/** A command line with everything replaced that one of its options or programs takes as a secret. */
export function replaceInLine(text: string, replace: Replace): string {
  const put = (before: string, secret: string) =>
    isPlaceholder(secret) || isHarmless(secret) ? `${before}${secret}` : `${before}${replace(secret)}`;
  let result = text;
  if (/(?:^|[\s"'=[(,])-{1,2}[a-zA-Z]/.test(text)) {
    result = result
      .replace(userOption, (whole, before: string, secret: string) =>
        isGroup(before, secret, text) ? whole : put(before, secret),
      )
      .replace(option, (whole, before: string, name: string, secret: string) => {
        const kind = kindOfOption(name);
        if (kind === undefined || (!before.includes("=") && switchName.test(name))) return whole;
        return isHarmless(secret, kind) ? whole : put(before, secret);
      });
  }
  if (placeWords.test(result))
    result = result.replace(places, (_, before: string, secret: string) => put(before, secret));
  if (/\b(?:set|create)\s/.test(result))
    result = result.replace(setting, (whole, before: string, name: string, secret: string) =>
      kindOfName(name) === undefined ? whole : put(before, secret),
    );
  return result;
}

/** `--user 1000:1000` and `--user node:node` name a group; a client of a server takes a password there. */
function isGroup(before: string, secret: string, text: string): boolean {
  const user = /([\w.@+-]+):["']?$/.exec(before)?.[1];
  return (
    (/^\d+$/.test(user ?? "") && /^\d+$/.test(secret)) || (user === secret && !/\b(?:curl|wget|https?)\b/.test(text))
  );
}

/** The part of a word that is the password of a user: `user:password` after `-u`. */
export function passwordAfter(
  previous: string,
  word: string,
  words: readonly string[],
): [before: string, password: string] | undefined {
  if (!/^(?:-u|-U|-a|--user|--proxy-user|--auth|--basic-auth|--creds?)$/.test(previous)) return undefined;
  const [, user, password] = /^([\w.@+-]{1,128}:)(.+)$/.exec(word) ?? [];
  if (user === undefined || password === undefined || isPlaceholder(password)) return undefined;
  return isGroup(user, password, words.join(" ")) ? undefined : [user, password];
}

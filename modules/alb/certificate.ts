import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Token, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { hostnameOrWildcard } from "../../aws/limits";
import { certificateNames } from "../../aws/load-balancing";
import { arnPattern } from "../../aws/regions";
import { checkPattern, reject } from "../shared";
import type { HostedZone } from "./dns";

export type CertificateProps =
  | {
      readonly kind: "given";
      /** Of an issued ACM certificate in the load balancer's region. */
      readonly arn: string;
    }
  | {
      readonly kind: "create";
      /**
       * Host names such as `app.example.com` and `*.example.com`, each once. The first is the certificate's domain name, at
       * most 64 characters. AWS allows 10 names, and up to 100 on request. A change replaces the certificate.
       */
      readonly names: readonly [string, ...string[]];
      /**
       * Hosted zone of every name, or of each: the validation records are created there.
       *
       * Where a name has none, because its DNS is in another account or elsewhere, a person creates its record, and the first
       * apply has two steps: it requests the certificate and ends with an error that lists the records (they are in
       * `validationRecords` too, for an output); whatever uses the certificate is not created yet. Once ACM has issued the
       * certificate, minutes after the records exist, the same apply completes. The records stay, because ACM needs them to
       * renew the certificate.
       *
       * @default - every validation record is created elsewhere
       */
      readonly zone?: HostedZone | ((name: string) => HostedZone | undefined);
    };

/** The certificate of a listener: one that exists, or one that is requested here and validated by DNS. */
export class Certificate extends Construct {
  /** Known only after validation, so what uses it waits for the certificate to be issued. */
  readonly arn: string;
  /**
   * The records to create elsewhere: a Terraform list of `{ name, type, value }`, known after the first apply, even if that
   * fails. Undefined when every name has a zone.
   */
  readonly validationRecords?: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    if (props.kind === "given") {
      this.arn = this.given(props.arn);
      return;
    }
    const { names, zone } = props;
    this.checkNames(names);
    const certificate = new AcmCertificate(this, "certificate", {
      domainName: names[0],
      subjectAlternativeNames: names.length > 1 ? names.slice(1) : undefined,
      validationMethod: "DNS",
      // A listener keeps its certificate in use until it has the next one.
      lifecycle: { createBeforeDestroy: true },
    });

    const places = Object.entries(validatedNames(names)).map(([domain, name]) => ({
      domain,
      name,
      zone: typeof zone === "function" ? zone(name) : zone,
    }));
    const elsewhere = places.filter((place) => place.zone === undefined).map(({ name }) => name);
    const records = places.flatMap(({ domain, name, zone: ownZone }) =>
      ownZone === undefined ? [] : [this.record(certificate, domain, name, ownZone)],
    );
    if (elsewhere.length > 0) {
      this.validationRecords = `\${${options(certificate, elsewhere, "{ name = o.resource_record_name, type = o.resource_record_type, value = o.resource_record_value }")}}`;
    }
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      // The provider compares them with all that the certificate needs.
      validationRecordFqdns: elsewhere.length > 0 ? undefined : records.map((record) => record.fqdn),
      lifecycle: elsewhere.length > 0 ? issued(certificate, names, elsewhere) : undefined,
    }).certificateArn;
  }

  private given(arn: string): string {
    checkPattern(this, "arn", arn, {
      pattern: arnPattern("acm", String.raw`certificate/[\w-]+`),
      allowed: "the ARN of an ACM certificate",
    });
    return arn;
  }

  private checkNames(names: readonly [string, ...string[]]): void {
    for (const name of names) checkPattern(this, "names", name, hostnameOrWildcard);
    if (names.length < 1 || names.length > certificateNames.maximum || new Set(names).size < names.length) {
      reject(this, "names", `1 to ${certificateNames.maximum} host names, each once`, names);
    }
    if (names[0].length > certificateNames.firstCharacters) {
      const allowed = `at most ${certificateNames.firstCharacters} characters in the first name`;
      reject(this, "names", allowed, names[0], "Put a shorter name first.");
    }
  }

  /** A record a name, not `for_each` over what the certificate asks for: the addresses are known before the certificate is. */
  private record(certificate: AcmCertificate, domain: string, name: string, { zoneId }: HostedZone): Route53Record {
    const asked = (attribute: string): string =>
      Token.asString(
        `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`,
      );
    return new Route53Record(this, `validation-${domain.replaceAll(".", "-")}`, {
      zoneId,
      name: asked("resource_record_name"),
      type: asked("resource_record_type"),
      records: [asked("resource_record_value")],
      ttl: 60,
      // ACM asks for the same record in every certificate of an account, so it may be there already.
      allowOverwrite: true,
    });
  }
}

/** A Terraform list with a value for each record of these names. */
function options({ fqn }: AcmCertificate, names: readonly string[], value: string): string {
  return `[for o in ${fqn}.domain_validation_options : ${value} if contains(${JSON.stringify(names)}, o.domain_name)]`;
}

/**
 * Ends an apply at once when the certificate is not issued yet. Without it, aws_acm_certificate_validation would wait for
 * records that nobody knows of yet, 75 minutes by default.
 */
function issued(
  certificate: AcmCertificate,
  names: readonly string[],
  elsewhere: readonly string[],
): TerraformResourceLifecycle {
  const line = '"  ${o.resource_record_name} ${o.resource_record_type} ${o.resource_record_value}"';
  return {
    precondition: [
      {
        condition: `\${${certificate.fqn}.status == "ISSUED"}`,
        errorMessage: `The certificate for ${names.join(", ")} is \${${certificate.fqn}.status}, and what uses it waits. Create these DNS records where the names are managed, wait some minutes until ACM has issued the certificate, then apply again:\n\${join("\\n", ${options(certificate, elsewhere, line)})}`,
      },
    ],
  };
}

/** Names by the domain whose record validates them: `*.example.com` and `example.com` have the same one. */
function validatedNames(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name.replace(/^\*\./, ""), name]));
}

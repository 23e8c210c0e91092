import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { hostname } from "../../aws/limits";
import { checkPattern, invalid } from "../shared";
import type { HostedZone } from "./interfaces";

export type CertificateProps =
  | {
      readonly kind: "given";
      /** Of an issued ACM certificate in the load balancer's region. */
      readonly arn: string;
    }
  | {
      readonly kind: "create";
      readonly domainName: string;
      /** Further names, such as `*.example.com`. @default - the domain name alone */
      readonly alternativeNames?: readonly string[];
      /** Where the validation records go: the zone of every name. */
      readonly zone: HostedZone;
    };

/** The certificate of a listener: one that exists, or one that is requested here and validated by DNS. */
export class Certificate extends Construct {
  /** Known only after validation, so what uses it waits for the certificate to be issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    this.arn = props.kind === "given" ? this.given(props.arn) : this.create(props);
  }

  private given(arn: string): string {
    checkPattern(this, "arn", arn, {
      pattern: /^arn:aws[\w-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
      allowed: "the ARN of an ACM certificate",
    });
    return arn;
  }

  private create({ domainName, alternativeNames, zone }: CertificateProps & { kind: "create" }): string {
    const names = [domainName, ...(alternativeNames ?? [])];
    checkPattern(this, "domainName", domainName, certificateName);
    for (const name of alternativeNames ?? []) checkPattern(this, "alternativeNames", name, certificateName);
    if (new Set(names).size < names.length) {
      invalid(this, "alternativeNames", "other names than the domain name, each once", alternativeNames);
    }

    const certificate = new AcmCertificate(this, "certificate", {
      domainName,
      subjectAlternativeNames: alternativeNames && [...alternativeNames],
      validationMethod: "DNS",
      // A listener keeps its certificate in use until it has the next one.
      lifecycle: { createBeforeDestroy: true },
    });

    // A record a name, not `for_each` over what the certificate asks for: the addresses are known before the certificate is.
    const records = Object.entries(validatedNames(names)).map(([domain, name]) => {
      const asked = (attribute: string): string =>
        Token.asString(
          `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`,
        );
      return new Route53Record(this, `validation-${domain.replaceAll(".", "-")}`, {
        zoneId: zone.zoneId,
        name: asked("resource_record_name"),
        type: asked("resource_record_type"),
        records: [asked("resource_record_value")],
        ttl: 60,
        // ACM asks for the same record in every certificate of an account, so it may be there already.
        allowOverwrite: true,
      });
    });

    return new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
    }).certificateArn;
  }
}

const certificateName = {
  pattern: new RegExp(hostname.pattern.source.replace("^", "^(?:\\*\\.)?")),
  allowed: `${hostname.allowed}, or *.example.com`,
};

/** Names by the domain whose record validates them: `*.example.com` and `example.com` have the same one. */
function validatedNames(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name.replace(/^\*\./, ""), name]));
}

import { X509Certificate } from 'node:crypto';
import type { Provider } from '../../api/generated/provider.ts';
import type { getProvider } from '../../api/http/providers.ts';
import type { Condition } from '../../api/resource.ts';
import type { Secret } from '../../api/kinds/core.ts';
import { madeForProvider } from '../../writers/provider-secret.ts';
import { decoded } from '../secret-value.ts';
import { objectYaml } from './object-yaml.ts';
import { conditionRowOf } from './plan-details.ts';
import { providerRow, type ProviderFacts } from './provider-row.ts';
import type { z } from 'zod';

type Details = z.input<(typeof getProvider)['answer']>;
type SignInFacts = Pick<Details, 'user' | 'trustMode' | 'certificateExpires' | 'secret'>;

/** `VirtualMachine.Interact.PowerOff (power)` as the provider's condition lists it. */
function missingPrivilege(item: string): Details['missingPrivileges'][number] {
  const [, privilege = item, feature = ''] = /^(\S+) \((.*)\)$/.exec(item) ?? [];
  return { feature, privilege };
}

/** `product:VMware vCenter Server 8.0.3` as the condition of the connection test lists it. */
function productOf(conditions: readonly Condition[]): string | undefined {
  const tested = conditions.find(({ type, status }) => type === 'ConnectionTestSucceeded' && status === 'True');
  return tested?.items?.map((item) => /^product:(.+)$/.exec(item)?.[1]).find((product) => product !== undefined);
}

export function providerDetails(
  facts: ProviderFacts & { readonly counts: Readonly<Record<string, number>> },
): Omit<Details, 'usedBy' | 'version'> {
  const { provider, counts } = facts;
  const conditions = provider.status?.conditions ?? [];
  const lacking = conditions.find(({ type, status }) => type === 'InsufficientPrivileges' && status === 'True');
  return {
    ...providerRow(facts),
    sdkEndpoint: provider.spec.settings?.sdkEndpoint,
    vddkImage: provider.spec.settings?.vddkInitImage,
    product: productOf(conditions),
    fingerprint: provider.status?.fingerprint,
    counts: { ...counts },
    missingPrivileges: (lacking?.items ?? []).map(missingPrivilege),
    conditions: conditions.map(conditionRowOf),
    yaml: objectYaml(provider),
  };
}

/** When the server's own certificate ends; undefined where the PEM is an authority's, or not the one it presents. */
function expiryOf(pem: string | undefined, fingerprint: string | undefined): string | undefined {
  if (pem === undefined || fingerprint === undefined) return undefined;
  try {
    const certificate = new X509Certificate(pem);
    return certificate.fingerprint === fingerprint ? certificate.validToDate.toISOString() : undefined;
  } catch {
    return undefined;
  }
}

export function signInFacts(secret: Secret, provider: Provider): SignInFacts {
  const pem = decoded(secret, 'ca.crt') ?? decoded(secret, 'cacert');
  const skipped = decoded(secret, 'insecureSkipVerify') === 'true';
  return {
    user: decoded(secret, 'user'),
    trustMode: skipped ? 'skip' : pem === undefined ? 'cluster' : 'certificate',
    certificateExpires: expiryOf(pem, provider.status?.fingerprint),
    secret: {
      name: secret.metadata.name,
      madeByGantry: secret.metadata.annotations?.[madeForProvider] === provider.metadata.name,
    },
  };
}

import { z } from 'zod';
import type { Conversion } from '../../api/generated/conversion.ts';
import type { Hook } from '../../api/generated/hook.ts';
import type { Host } from '../../api/generated/host.ts';
import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { Provider } from '../../api/generated/provider.ts';

const text = z.string().optional();
const reference = z.looseObject({ name: text, namespace: text });
const metadata = z.looseObject({ name: text, namespace: text });

const plan = z.looseObject({
  metadata,
  spec: z.looseObject({
    targetNamespace: z.string(),
    archived: z.boolean().optional(),
    type: text,
    warm: z.boolean().optional(),
    provider: z.looseObject({ source: reference, destination: reference }),
    map: z.looseObject({ network: reference, storage: reference }),
    serviceAccount: text,
    virtV2vImage: text,
    customizationScripts: reference.optional(),
    vms: z.array(
      z.looseObject({
        name: text,
        namespace: text,
        luks: reference.optional(),
        hooks: z.array(z.looseObject({ hook: reference })).optional(),
      }),
    ),
  }),
});
const migration = z.looseObject({ metadata, spec: z.looseObject({ plan: reference }) });
const provider = z.looseObject({ metadata, spec: z.looseObject({ type: z.string(), url: text, secret: reference }) });
const hook = z.looseObject({
  metadata,
  spec: z.looseObject({
    image: text,
    serviceAccount: text,
    aap: z.looseObject({ tokenSecret: reference.optional() }).optional(),
  }),
});
const conversion = z.looseObject({
  metadata,
  spec: z.looseObject({ podSettings: z.looseObject({ serviceAccount: text }).optional() }),
});
const host = z.looseObject({ metadata, spec: z.looseObject({ provider: reference, secret: reference }) });

/** Readers of what refusals look at; undefined where the object has not the shape that its schema asks for. */
export const asPlan = (value: unknown) => (plan.safeParse(value).success ? (value as Plan) : undefined);
export const asMigration = (value: unknown) => (migration.safeParse(value).success ? (value as Migration) : undefined);
export const asProvider = (value: unknown) => (provider.safeParse(value).success ? (value as Provider) : undefined);
export const asHook = (value: unknown) => (hook.safeParse(value).success ? (value as Hook) : undefined);
export const asConversion = (value: unknown) =>
  conversion.safeParse(value).success ? (value as Conversion) : undefined;
export const asHost = (value: unknown) => (host.safeParse(value).success ? (value as Host) : undefined);

import { plans } from '../../api/generated/plan.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import { ConflictError } from '../../platform/errors.ts';
import { createProvider } from '../../writers/create-provider.ts';
import { deleteProvider } from '../../writers/delete-provider.ts';
import { editProvider } from '../../writers/edit-provider.ts';
import type { Caller } from '../caller.ts';
import { access, demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { activeRun } from '../summaries/plan-runs.ts';

type ProviderWrites = Pick<Routes, 'createProvider' | 'editProvider' | 'deleteProvider'>;

function identity({ metadata }: Provider): { namespace: string; name: string; uid: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '' };
}

/** Refused before anything is written: a change of one object without the other would be half a change. */
async function demandWrites(caller: Caller, verb: 'create' | 'patch', project: string): Promise<void> {
  for (const resource of [providers, secrets]) await caller.demand(access(verb, resource, project));
}

export function providerWrites({ catalog, config }: RouteContext): ProviderWrites {
  /** Plans that run with it would lose their way to the source. */
  async function refuseWhileUsed(caller: Caller, provider: Provider): Promise<void> {
    const running = catalog.plansUsing(provider).filter((plan) => activeRun(catalog.migrationsOf(plan)) !== undefined);
    if (running.length === 0) return;
    const [named] = await readable(caller, plans, running);
    const plan = named?.metadata.name;
    throw new ConflictError(
      `The provider is used by ${plan === undefined ? 'a running plan' : `the running plan ${plan}`}.`,
      {
        code: 'provider-used',
        parameters: { plan: plan ?? '' },
      },
    );
  }

  return {
    createProvider: async ({ caller, params, body }) => {
      await demandWrites(caller, 'create', params.project);
      return identity(await createProvider(caller, { ...body, namespace: params.project }));
    },

    editProvider: async ({ caller, params, body }) => {
      await demandWrites(caller, 'patch', params.project);
      return identity(await editProvider(caller, { ...body, namespace: params.project, name: params.name }));
    },

    deleteProvider: async ({ caller, params }) => {
      const key = { namespace: params.project, name: params.name };
      await caller.demand(access('delete', providers, params.project, params.name));
      if (params.name === 'host' && params.project === config.serviceNamespace) {
        throw new ConflictError('The provider of this cluster cannot be deleted.', { code: 'provider-host' });
      }
      await refuseWhileUsed(caller, await demanded(caller, providers, params, catalog.provider(key)));
      await deleteProvider(caller, key);
      return { deleted: true };
    },
  };
}

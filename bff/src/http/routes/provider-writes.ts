import type { Provider } from '../../api/generated/provider.ts';
import { ConflictError } from '../../platform/errors.ts';
import { createProvider } from '../../writers/create-provider.ts';
import { deleteProvider } from '../../writers/delete-provider.ts';
import { editProvider } from '../../writers/edit-provider.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { activeRun } from '../summaries/plan-runs.ts';

type ProviderWrites = Pick<Routes, 'createProvider' | 'editProvider' | 'deleteProvider'>;

function identity({ metadata }: Provider): { namespace: string; name: string; uid: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '' };
}

export function providerWrites({ catalog, config }: RouteContext): ProviderWrites {
  /** Plans that run with it would lose their way to the source. */
  function refuseWhileUsed(namespace: string, name: string): void {
    const user = catalog.plans().find((plan) => {
      const { source, destination } = plan.spec.provider;
      const uses = [source, destination].some(
        (ref) => ref.name === name && (ref.namespace ?? plan.metadata.namespace) === namespace,
      );
      return uses && activeRun(catalog.migrationsOf(plan)) !== undefined;
    });
    if (user !== undefined) {
      throw new ConflictError(`The provider is used by the running plan ${user.metadata.name}.`, {
        code: 'provider-used',
        parameters: { plan: user.metadata.name },
      });
    }
  }

  return {
    createProvider: async ({ caller, params, body }) =>
      identity(await createProvider(caller, { ...body, namespace: params.project })),
    editProvider: async ({ caller, params, body }) =>
      identity(await editProvider(caller, { ...body, namespace: params.project, name: params.name })),
    deleteProvider: async ({ caller, params }) => {
      if (params.name === 'host' && params.project === config.serviceNamespace) {
        throw new ConflictError('The provider of this cluster cannot be deleted.', { code: 'provider-host' });
      }
      refuseWhileUsed(params.project, params.name);
      await deleteProvider(caller, { namespace: params.project, name: params.name });
      return { deleted: true };
    },
  };
}

import { hooks, type Hook } from '../../api/generated/hook.ts';
import { plans as planKind } from '../../api/generated/plan.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import type { HookRow, listHooks } from '../../api/http/hooks.ts';
import type { KubeObject } from '../../api/resource.ts';
import { ConflictError } from '../../platform/errors.ts';
import { editSpec } from '../../writers/edit-spec.ts';
import { ensure } from '../../writers/ensure.ts';
import { hookPatch, hookSpec } from '../../writers/hook-spec.ts';
import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import { among, pageOfRows, type PageRules } from '../page.ts';
import { access, demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { hookAttention, hookRow } from '../summaries/hook-row.ts';
import { hookUses } from '../summaries/hook-uses.ts';
import { conditionRowOf } from '../summaries/plan-details.ts';
import { objectYaml } from '../summaries/object-yaml.ts';

const hookRules: PageRules<HookRow, z.output<typeof listHooks.query>> = {
  searched: (row) => [row.name, row.content],
  passes: (row, query) => among(query.status, row.state) && among(query.type, row.kind),
  columns: {
    name: (row) => row.name,
    project: (row) => row.namespace,
    status: (row) => hookAttention.indexOf(row.state),
    kind: (row) => row.kind,
    content: (row) => row.content,
    serviceAccount: (row) => row.serviceAccount ?? '',
    deadline: (row) => row.deadlineSeconds,
    plans: (row) => row.plans,
  },
  defaultColumns: ['name'],
  identity: (row) => `${row.namespace}/${row.name}`,
};

type HookRoutes = Pick<Routes, 'listHooks' | 'getHook' | 'createHook' | 'editHook' | 'deleteHook'>;

function identity({ metadata }: KubeObject): { namespace: string; name: string; uid: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '' };
}

export function hookRoutes({ catalog }: RouteContext): HookRoutes {
  const rowOf = (hook: Hook) => hookRow({ hook, plans: catalog.plansWithHook(hook) });

  /** Plans that the caller may not read count, but are not named. */
  async function refuseWhileUsed(caller: Caller, hook: Hook): Promise<void> {
    const using = catalog.plansWithHook(hook);
    if (using.length === 0) return;
    const names = (await readable(caller, planKind, using)).map(({ metadata }) => metadata.name).sort();
    throw new ConflictError(`The hook is used by ${names.length === 0 ? 'a plan' : names.join(', ')}.`, {
      code: 'hook-used',
      parameters: { plans: names.join(', ') },
    });
  }

  return {
    listHooks: async ({ caller, query }) => {
      const visible = await readable(caller, hooks, catalog.hooks(), query.project);
      return pageOfRows(visible.map(rowOf), query, hookRules);
    },

    getHook: async ({ caller, params }) => {
      const hook = await demanded(
        caller,
        hooks,
        params,
        catalog.hook({ namespace: params.project, name: params.name }),
      );
      const { playbook, aap } = (hook as Partial<Hook>).spec ?? {};
      const runs = await readable(caller, virtualMachineMigrations, catalog.runs());
      return {
        ...rowOf(hook),
        version: String(hook.metadata.generation ?? 0),
        ...(playbook && { playbook: Buffer.from(playbook, 'base64').toString('utf8') }),
        ...(aap && {
          template: { number: aap.jobTemplateId, url: aap.url ?? '', tokenSecret: aap.tokenSecret?.name ?? '' },
        }),
        usedBy: (await readable(caller, planKind, catalog.plansWithHook(hook))).map(({ metadata }) => ({
          namespace: metadata.namespace ?? '',
          name: metadata.name,
        })),
        uses: hookUses(hook.metadata.uid ?? '', runs),
        conditions: (hook.status?.conditions ?? []).map(conditionRowOf),
        yaml: objectYaml(hook),
      };
    },

    createHook: async ({ caller, params: { project }, body: { name, ...choices } }) => {
      await caller.demand(access('create', hooks, project));
      const apiVersion = 'forklift.konveyor.io/v1beta1';
      const metadata = { namespace: project, name };
      return identity(
        await ensure(caller, hooks, { apiVersion, kind: 'Hook', metadata, spec: hookSpec(project, choices) }),
      );
    },

    editHook: async ({ caller, params: { project, name }, body: { version, ...choices } }) => {
      await caller.demand(access('patch', hooks, project, name));
      const key = { namespace: project, name };
      // The schema, as published, lets objects without spec pass.
      const specOf = ({ spec }: Partial<Hook>) => hookPatch(project, choices, spec);
      return identity(await editSpec(caller, hooks, { key, version, specOf }));
    },

    deleteHook: async ({ caller, params }) => {
      const { project: namespace, name } = params;
      await caller.demand(access('delete', hooks, namespace, name));
      const hook = await demanded(caller, hooks, params, catalog.hook({ namespace, name }));
      await refuseWhileUsed(caller, hook);
      await caller.client.delete(hooks, { namespace, name }, { uid: hook.metadata.uid });
      return { deleted: true };
    },
  };
}

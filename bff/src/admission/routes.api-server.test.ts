import { beforeAll, describe, expect, it } from 'vitest';
import { conversions } from '../api/generated/conversion.ts';
import { hooks } from '../api/generated/hook.ts';
import { hosts } from '../api/generated/host.ts';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { keyOf, type KubeObject } from '../api/resource.ts';
import { requesterAnnotation } from '../platform/requester.ts';
import { describeAdmission } from '../testing/describe-admission.ts';
import { createPlan } from '../writers/create-plan.ts';

const group = { apiVersion: 'forklift.konveyor.io/v1beta1' } as const;

describeAdmission('routes to a provider', (scene) => {
  describe('a user without rights on a provider', () => {
    const hooked = [{ id: 'vm-1', hooks: [{ step: 'PreHook', hook: { name: 'hers' } }] }];
    const provider = () => `may not read provider vc in project ${scene().vault}`;
    const seen = async () => {
      const kinds = [plans, migrations, conversions, hooks, hosts, providers] as const;
      const lists = await Promise.all(
        kinds.map((kind) => scene().cluster.client.list<KubeObject>(kind, { namespace: scene().team })),
      );
      return lists.flatMap(({ items }) =>
        items.map(({ kind, metadata }) => [kind, metadata.name, metadata.resourceVersion]),
      );
    };

    beforeAll(async () => {
      await scene().olga.create(plans, scene().plan('olgas'));
      await scene().cluster.client.create(
        hooks,
        scene().hook('hers', { image: 'quay.io/a/hook', serviceAccount: 'root' }),
      );
    });

    it.each<[string, () => Promise<unknown>, () => string]>([
      ['creates a plan', () => scene().mallory.create(plans, scene().plan('mine')), provider],
      [
        'creates one by the console',
        () =>
          createPlan(
            { client: scene().mallory, user: 'mallory', uid: '', groups: [] },
            scene().team,
            scene().bundle('mine'),
          ),
        provider,
      ],
      [
        'has GitOps apply a manifest with the stamp of another',
        async () => {
          const { metadata } = await scene().olga.get(plans, { name: 'olgas', namespace: scene().team });
          await scene().mallory.create(plans, scene().plan('mine', {}, metadata.annotations));
        },
        provider,
      ],
      [
        'has GitOps apply over the plan of another',
        async () => {
          const { metadata } = await scene().olga.get(plans, { name: 'olgas', namespace: scene().team });
          await scene().mallory.update(plans, { ...scene().plan('olgas', { vms: [{ id: 'vm-2' }] }), metadata });
        },
        provider,
      ],
      [
        'has GitOps apply on the server over the plan of another',
        () => scene().cluster.apply('mallory', plans, scene().plan('olgas', { vms: [{ id: 'vm-2' }] })),
        provider,
      ],
      [
        'edits the plan of another',
        () =>
          scene().mallory.mergePatch(
            plans,
            { name: 'olgas', namespace: scene().team },
            { spec: { vms: [{ id: 'vm-2' }] } },
          ),
        provider,
      ],
      [
        'claims the plan of another',
        () =>
          scene().mallory.mergePatch(
            plans,
            { name: 'olgas', namespace: scene().team },
            { metadata: { annotations: { [requesterAnnotation]: '{"user":"olga"}' } } },
          ),
        provider,
      ],
      [
        'runs the plan of another',
        () => scene().mallory.create(migrations, scene().migration('mine', 'olgas')),
        provider,
      ],
      [
        "uses a plan's service account",
        () =>
          scene().mallory.create(plans, scene().plan('mine', { provider: scene().teamEnds, serviceAccount: 'root' })),
        () => `may not use service account root in project ${scene().prod}`,
      ],
      [
        "uses a hook's service account",
        () => scene().mallory.create(hooks, scene().hook('mine', { serviceAccount: 'root' })),
        () => `may not use service account root in project ${scene().team}`,
      ],
      [
        'changes the image of a hook',
        () =>
          scene().mallory.mergePatch(
            hooks,
            { name: 'hers', namespace: scene().team },
            { spec: { image: 'quay.io/evil/hook' } },
          ),
        () => `may not run a hook's image in project ${scene().team}`,
      ],
      [
        'names the hook of another',
        () => scene().mallory.create(plans, scene().plan('mine', { provider: scene().teamEnds, vms: hooked })),
        () => `may not run a hook's image in project ${scene().team}`,
      ],
      [
        'chooses the image that sees the credentials',
        () =>
          scene().mallory.create(
            plans,
            scene().plan('mine', { provider: scene().teamEnds, virtV2vImage: 'quay.io/evil/v2v' }),
          ),
        () => `may not choose a conversion image in project ${scene().prod}`,
      ],
      [
        'names scripts of others',
        () =>
          scene().mallory.create(
            plans,
            scene().plan('mine', {
              provider: scene().teamEnds,
              customizationScripts: { name: 'scripts', namespace: scene().vault },
            }),
          ),
        () => `may not read config map scripts in project ${scene().vault}`,
      ],
      [
        'names keys of others',
        () =>
          scene().mallory.create(
            plans,
            scene().plan('mine', {
              provider: scene().teamEnds,
              vms: [{ id: 'vm-1', luks: { name: 'keys', namespace: scene().vault } }],
            }),
          ),
        () => `may not read secret keys in project ${scene().vault}`,
      ],
      [
        'makes a provider that sends a Secret of others to herself',
        () =>
          scene().mallory.create(
            providers,
            scene().provider('mine', scene().team, {
              type: 'vsphere',
              url: 'https://evil.test/sdk',
              secret: { name: 'vc', namespace: scene().vault },
            }),
          ),
        () => `may not read secret vc in project ${scene().vault}`,
      ],
      [
        'moves a provider to herself',
        () =>
          scene().mallory.mergePatch(
            providers,
            { name: 'open', namespace: scene().team },
            { spec: { url: 'https://evil.test' } },
          ),
        () => `may not read secret vc in project ${scene().team}`,
      ],
      [
        'makes a host that sends a Secret to herself',
        () =>
          scene().mallory.create(hosts, {
            ...group,
            kind: 'Host',
            metadata: { name: 'mine', namespace: scene().team },
            spec: {
              id: 'host-1',
              ipAddress: '198.51.100.1',
              provider: scene().teamEnds.source,
              secret: { name: 'esx' },
            },
          }),
        () => `may not read secret esx in project ${scene().team}`,
      ],
      [
        'has a pod made by a Conversion',
        () =>
          scene().mallory.create(conversions, {
            ...group,
            kind: 'Conversion',
            metadata: { name: 'mine', namespace: scene().team },
            spec: {
              type: 'InPlace',
              vm: { id: 'vm-1' },
              connection: { secret: { name: 'open' } },
              disks: [{ name: 'disk' }],
              image: 'quay.io/evil/v2v',
              podSettings: { serviceAccount: 'root' },
            },
          }),
        () => `may not create pods in project ${scene().team}`,
      ],
    ])('is refused who %s', async (_, act, words) => {
      const before = await seen();
      await expect(act()).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining(`denied the request: mallory ${words()}`) as string,
      });
      expect(await seen()).toEqual(before);
    });

    it('may label, stop and delete what is there', async () => {
      const key = { name: 'olgas', namespace: scene().team };
      const run = await scene().olga.create(migrations, scene().migration('olgas', 'olgas'));
      await scene().mallory.mergePatch(migrations, keyOf(run), { spec: { cancel: [{ id: 'vm-1' }] } });
      await scene().mallory.mergePatch(plans, key, { metadata: { labels: { seen: 'by-mallory' } } });
      await scene().mallory.mergePatch(plans, key, { spec: { archived: true } });
      await scene().mallory.delete(plans, key);
      expect(await scene().cluster.client.find(plans, key)).toBeUndefined();
    });
  });
});

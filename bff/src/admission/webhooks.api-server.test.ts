import { describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { secrets } from '../api/kinds/core.ts';
import { keyOf } from '../api/resource.ts';
import { describeAdmission } from '../testing/describe-admission.ts';
import { machineRun } from '../testing/machine-run.ts';

describeAdmission('webhooks', (scene) => {
  it('fills in what clients of MTV expect', async () => {
    const { client } = scene().cluster;
    const vcenter = await client.create(
      providers,
      scene().provider('defaults', scene().team, {
        type: 'vsphere',
        url: 'https://vc.test/sdk',
        secret: { name: 'vc' },
      }),
    );
    expect(vcenter.spec.settings).toEqual({ sdkEndpoint: 'vcenter' });
    const network = { 'forklift.konveyor.io/defaultTransferNetwork': 'default/fast' };
    await client.mergePatch(
      providers,
      { name: 'here', namespace: scene().team },
      { metadata: { annotations: network } },
    );
    const plan = await client.create(plans, scene().plan('defaults', { provider: scene().teamEnds }));
    expect(plan.spec.transferNetwork).toEqual({ namespace: 'default', name: 'fast' });
    expect(plan.metadata.annotations?.populatorLabels).toBe('True');
    const secretOf = (name: string, labels: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: scene().team, labels },
      stringData: { user: 'a' },
    });
    const marked = await client.create(secrets, secretOf('marked', { createdForResourceType: 'providers' }));
    expect(Buffer.from(marked.data?.insecureSkipVerify ?? '', 'base64').toString()).toBe('false');
    const others = await client.create(secrets, secretOf('others', {}));
    expect(Object.keys(others.data ?? {})).toEqual(['user']);
  });

  describe('what runs', () => {
    const { status: running, ...draft } = machineRun();
    const runOf = (name: string, finalizers: string[] = ['gantry.dev/source']): VirtualMachineMigration => ({
      ...draft,
      metadata: { name, namespace: scene().team, finalizers },
    });
    const refused = {
      status: 403,
      message: expect.stringContaining('may not write machine runs: only Gantry does') as string,
    };

    it('is written by the service only, whatever rights others have', async () => {
      const { client, service } = scene().cluster;
      await expect(client.create(virtualMachineMigrations, runOf('theirs'))).rejects.toMatchObject(refused);
      const key = keyOf(await service.create(virtualMachineMigrations, runOf('ours')));
      await service.mergePatch(virtualMachineMigrations, key, { status: running }, { subresource: 'status' });
      const edits: [object, { subresource?: 'status' }?][] = [
        [{ spec: { grants: [{ stage: 'copy', round: 1 }] } }],
        [{ metadata: { finalizers: [] } }],
        [{ status: { state: 'Ended' } }, { subresource: 'status' }],
      ];
      for (const [patch, options] of edits) {
        const edit = scene().olga.mergePatch(virtualMachineMigrations, key, { ...patch }, options);
        await expect(edit, JSON.stringify(patch)).rejects.toMatchObject(refused);
      }
      const labelled = await scene().olga.mergePatch(virtualMachineMigrations, key, {
        metadata: { labels: { a: 'b' } },
      });
      expect([labelled.metadata.labels, labelled.status]).toEqual([{ a: 'b' }, running]);
      await service.mergePatch(virtualMachineMigrations, key, { metadata: { finalizers: [] } });
    });
  });

  it('the service gone, nothing is asked for that nobody judged, and what it needs goes on', async () => {
    const { client, service } = scene().cluster;
    const plan = await scene().olga.create(plans, scene().plan('before'));
    const provider = { name: 'vc', namespace: scene().vault };
    await scene().cluster.silence();
    const failed = { status: 500, message: expect.stringContaining('failed calling webhook') as string };
    await expect(client.create(plans, scene().plan('after'))).rejects.toMatchObject(failed);
    await expect(client.create(migrations, scene().migration('after', 'before'))).rejects.toMatchObject(failed);
    await expect(client.mergePatch(plans, keyOf(plan), { spec: { warm: true } })).rejects.toMatchObject(failed);
    await service.mergePatch(plans, keyOf(plan), { status: { observedGeneration: 1 } }, { subresource: 'status' });
    await service.mergePatch(providers, provider, { metadata: { finalizers: ['gantry.dev/in-use'] } });
    await service.mergePatch(providers, provider, { metadata: { finalizers: [] } });
    const metadata = { name: 'late', namespace: scene().team, labels: { createdForResourceType: 'providers' } };
    await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata });
    await client.delete(plans, keyOf(plan));
    expect(await client.find(plans, keyOf(plan))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { keyOf, type KubeObject } from '../api/resource.ts';
import { requesterAnnotation, requesterOf } from '../platform/requester.ts';
import { describeAdmission } from '../testing/describe-admission.ts';
import { createPlan } from '../writers/create-plan.ts';

describeAdmission('stamps', (scene) => {
  describe('who asked', () => {
    const stampOf = ({ metadata }: KubeObject) => requesterOf(metadata.annotations)?.user;

    it('is whoever creates, whatever the object says', async () => {
      const forged = { [requesterAnnotation]: JSON.stringify({ user: 'admin', uid: '', groups: ['system:masters'] }) };
      const plan = await scene().olga.create(plans, scene().plan('forged', {}, forged));
      expect(requesterOf(plan.metadata.annotations)).toMatchObject({ user: 'olga' });
      expect(requesterOf(plan.metadata.annotations)?.groups).toContain('dev');
      const run = await scene().olga.create(migrations, scene().migration('forged', 'forged'));
      expect(stampOf(run)).toBe('olga');
    });

    it('stays with labels, status and a manifest that does not know of it', async () => {
      const plan = await scene().olga.create(plans, scene().plan('stays'));
      const { client } = scene().cluster;
      const labelled = await client.mergePatch(plans, keyOf(plan), { metadata: { labels: { a: 'b' } } });
      expect(stampOf(labelled)).toBe('olga');
      const status = { observedGeneration: 1 };
      const annotations = { [requesterAnnotation]: '{"user":"admin"}' };
      const judged = await scene().cluster.service.mergePatch(
        plans,
        keyOf(plan),
        { status, metadata: { annotations } },
        { subresource: 'status' },
      );
      expect([stampOf(judged), judged.status?.observedGeneration]).toEqual(['olga', 1]);
      const { resourceVersion } = judged.metadata;
      const bare = scene().plan('stays');
      const applied = await client.update(plans, { ...bare, metadata: { ...bare.metadata, resourceVersion } });
      expect(stampOf(applied)).toBe('olga');
    });

    it('is whoever has GitOps apply, once, however often', async () => {
      const { cluster } = scene();
      const first = await cluster.apply('olga', plans, scene().plan('applied'));
      expect(stampOf(first)).toBe('olga');
      const again = await cluster.apply('olga', plans, scene().plan('applied'));
      expect(again.metadata).toEqual(first.metadata);
      await cluster.client.mergePatch(plans, keyOf(first), { spec: { description: 'x' } });
      const back = await cluster.apply('olga', plans, scene().plan('applied', { description: 'y' }));
      expect(stampOf(back)).toBe('olga');
    });

    it('becomes whoever changes what is wanted, or claims the object', async () => {
      const plan = await scene().olga.create(plans, scene().plan('changes'));
      const key = keyOf(plan);
      const { client } = scene().cluster;
      expect(stampOf(await client.mergePatch(plans, key, { spec: { description: 'x' } }))).toBe('admin');
      const forged = { metadata: { annotations: { [requesterAnnotation]: '{"user":"mallory"}' } } };
      expect(stampOf(await scene().olga.mergePatch(plans, key, forged))).toBe('olga');
    });

    it('is whoever asked the service, which writes with their token', async () => {
      const identity = { user: 'olga', uid: '', groups: ['dev'] };
      const { plan } = await createPlan(
        { client: scene().olga, ...identity },
        scene().team,
        scene().bundle('by-console'),
      );
      expect(stampOf(plan)).toBe('olga');
    });
  });
});

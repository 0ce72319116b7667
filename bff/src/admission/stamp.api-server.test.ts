import { describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { keyOf, type KubeObject } from '../api/resource.ts';
import { requesterAnnotation } from '../platform/requester.ts';
import { describeAdmission } from '../testing/describe-admission.ts';
import { createPlan } from '../writers/create-plan.ts';

describeAdmission('stamps', (scene) => {
  describe('who asked', () => {
    const whoAsked = (object: KubeObject) => scene().cluster.requesterOf(object);
    const nameOf = async (object: KubeObject) => (await whoAsked(object))?.user;

    it('is whoever creates, whatever the object says', async () => {
      const forged = { [requesterAnnotation]: JSON.stringify({ user: 'admin', uid: '', groups: ['system:masters'] }) };
      const plan = await scene().olga.create(plans, scene().plan('forged', {}, forged));
      expect(await whoAsked(plan)).toMatchObject({ user: 'olga' });
      expect((await whoAsked(plan))?.groups).toContain('dev');
      const run = await scene().olga.create(migrations, scene().migration('forged', 'forged'));
      expect(await nameOf(run)).toBe('olga');
    });

    it('is proven of an object that the server names', async () => {
      const { metadata, ...rest } = scene().migration('unnamed', 'forged');
      const { namespace } = metadata;
      const run = await scene().olga.create(migrations, {
        ...rest,
        metadata: { namespace, generateName: 'one-' } as never,
      });
      expect([run.metadata.name.startsWith('one-'), await nameOf(run)]).toEqual([true, 'olga']);
    });

    it('stays proven when somebody else puts the plan away, and when the schema says what nobody said', async () => {
      const { client } = scene().cluster;
      const plan = await scene().olga.create(plans, scene().plan('put-away', { warm: true }));
      expect(plan.spec.migrateSharedDisks).toBe(true);
      const away = await client.mergePatch(plans, keyOf(plan), { spec: { archived: true } });
      expect(await nameOf(away)).toBe('olga');
      expect(await nameOf(await client.get(plans, keyOf(plan)))).toBe('olga');
    });

    it('is nobody on a copy of the annotation', async () => {
      const plan = await scene().olga.create(plans, scene().plan('copied'));
      const { metadata, spec } = plan;
      for (const change of [
        { metadata: { ...metadata, name: 'other', uid: 'other' } },
        { spec: { ...spec, targetNamespace: 'elsewhere' } },
      ])
        expect(await nameOf({ ...plan, ...change })).toBeUndefined();
    });

    it('stays with labels, status and a manifest that does not know of it', async () => {
      const plan = await scene().olga.create(plans, scene().plan('stays'));
      const { client } = scene().cluster;
      const labelled = await client.mergePatch(plans, keyOf(plan), { metadata: { labels: { a: 'b' } } });
      expect(await nameOf(labelled)).toBe('olga');
      const status = { observedGeneration: 1 };
      const annotations = { [requesterAnnotation]: '{"user":"admin"}' };
      const judged = await scene().cluster.service.mergePatch(
        plans,
        keyOf(plan),
        { status, metadata: { annotations } },
        { subresource: 'status' },
      );
      expect([await nameOf(judged), judged.status?.observedGeneration]).toEqual(['olga', 1]);
      const { resourceVersion } = judged.metadata;
      const bare = scene().plan('stays');
      const applied = await client.update(plans, { ...bare, metadata: { ...bare.metadata, resourceVersion } });
      expect(await nameOf(applied)).toBe('olga');
    });

    it('is whoever has GitOps apply, once, however often', async () => {
      const { cluster } = scene();
      const first = await cluster.apply('olga', plans, scene().plan('applied'));
      expect(await nameOf(first)).toBe('olga');
      const again = await cluster.apply('olga', plans, scene().plan('applied'));
      expect(again.metadata).toEqual(first.metadata);
      await cluster.client.mergePatch(plans, keyOf(first), { spec: { description: 'x' } });
      const back = await cluster.apply('olga', plans, scene().plan('applied', { description: 'y' }));
      expect(await nameOf(back)).toBe('olga');
    });

    it('becomes whoever changes what is wanted, or claims the object', async () => {
      const plan = await scene().olga.create(plans, scene().plan('changes'));
      const key = keyOf(plan);
      const { client } = scene().cluster;
      expect(await nameOf(await client.mergePatch(plans, key, { spec: { description: 'x' } }))).toBe('admin');
      const forged = { metadata: { annotations: { [requesterAnnotation]: '{"user":"mallory"}' } } };
      expect(await nameOf(await scene().olga.mergePatch(plans, key, forged))).toBe('olga');
    });

    it('is whoever asked the service, which writes with their token', async () => {
      const identity = { user: 'olga', uid: '', groups: ['dev'] };
      const { plan } = await createPlan(
        { client: scene().olga, ...identity },
        scene().team,
        scene().bundle('by-console'),
      );
      expect(await nameOf(plan)).toBe('olga');
    });
  });
});

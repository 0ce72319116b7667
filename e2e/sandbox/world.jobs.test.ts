import { afterEach, expect, test } from 'vitest';
import { kinds } from './operators/api/kinds.ts';
import type { Container, Job } from './operators/api/kinds.ts';
import { namespace, WorldBench } from './operators/testing/world-bench.ts';

let bench: WorldBench;
afterEach(() => bench.world.stop());

const run = (script: string): Partial<Container> => ({ command: ['/bin/sh', '-c', script] });

async function createJob(
  container: Partial<Container>,
  spec: Partial<Job['spec']> = {},
  pod: Partial<Job['spec']['template']['spec']> = {},
): Promise<void> {
  await bench.world.client.create(kinds.job, {
    metadata: { name: 'job', namespace },
    spec: {
      ...spec,
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', ...container }], ...pod },
      },
    },
  });
}

const job = () => bench.world.client.get(kinds.job, { namespace, name: 'job' });
const pods = async () => (await bench.world.client.list(kinds.pod)).items;

const condition = (type: string) => async () =>
  (await job())?.status?.conditions?.find((other) => other.type === type && other.status === 'True');

const until = (type: string, limitMs = 3_600_000) =>
  bench.world.clock.until(async () => (await condition(type)()) !== undefined, limitMs, `the job is ${type}`);

test('a job that succeeds makes one pod and is complete', async () => {
  bench = await WorldBench.start();
  await createJob(run('sleep 5; exit 0'));
  await until('Complete');
  await bench.world.clock.advance(600_000);
  const [pod, ...others] = await pods();
  expect(others).toEqual([]);
  expect(pod?.metadata).toMatchObject({
    name: expect.stringMatching(/^job-[a-z0-9]{5}$/) as unknown,
    labels: { 'batch.kubernetes.io/job-name': 'job', 'job-name': 'job' },
  });
  const { status } = (await job()) ?? {};
  expect(status).toMatchObject({ succeeded: 1, completionTime: expect.any(String) as unknown });
  expect(status?.active).toBeUndefined();
});

test('a job that fails tries again, later and later, and gives up at its limit', async () => {
  bench = await WorldBench.start();
  await createJob(run('exit 3'), { backoffLimit: 2 });
  await until('Failed');
  expect(await condition('Failed')()).toMatchObject({
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  });
  expect((await job())?.status).toMatchObject({ failed: 3 });
  const begun = (await pods()).map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? '')).sort();
  const [first = 0, second = 0, third = 0] = begun;
  expect(begun).toHaveLength(3);
  expect(second - first).toBeGreaterThanOrEqual(10_000);
  expect(third - second).toBeGreaterThanOrEqual(20_000);
});

test('containers that are started again within their pod count as attempts', async () => {
  bench = await WorldBench.start();
  await createJob(run('exit 3'), { backoffLimit: 1 }, { restartPolicy: 'OnFailure' });
  await until('Failed');
  expect((await condition('Failed')())?.reason).toBe('BackoffLimitExceeded');
  await bench.world.clock.advance(60_000);
  expect(await pods()).toEqual([]);
});

test('a job that is at work for too long has failed when its pod has ended, which goes', async () => {
  bench = await WorldBench.start();
  await createJob(run('sleep infinity'), { activeDeadlineSeconds: 30 });
  await bench.world.clock.advance(29_000);
  expect((await job())?.status?.active).toBe(1);
  await until('FailureTarget', 2_000);
  await until('Failed', 60_000);
  expect((await condition('Failed')())?.reason).toBe('DeadlineExceeded');
  expect((await job())?.status).toMatchObject({ failed: 1 });
  await bench.world.clock.until(async () => (await pods()).length === 0, 10_000);
});

test('a job whose image does not exist waits, and its deadline ends it', async () => {
  bench = await WorldBench.start();
  await createJob({ image: 'registry.invalid/hook:1' }, { activeDeadlineSeconds: 60 });
  await bench.world.clock.advance(50_000);
  const [pod] = await pods();
  expect(pod?.status?.containerStatuses?.[0]?.state.waiting?.reason).toMatch(/ImagePull/);
  await until('Failed');
});

test('a job that is over goes after its time, with its pods', async () => {
  bench = await WorldBench.start();
  await createJob(run('exit 0'), { ttlSecondsAfterFinished: 100 });
  await until('Complete');
  await bench.world.clock.advance(95_000);
  expect(await job()).toBeDefined();
  await bench.world.clock.advance(10_000);
  expect([await job(), await pods()]).toEqual([undefined, []]);
});

test('a suspended job makes no pod before it may', async () => {
  bench = await WorldBench.start();
  await createJob(run('exit 0'), { suspend: true });
  await bench.world.clock.advance(60_000);
  expect(await pods()).toEqual([]);
  const stored = await job();
  if (!stored) throw new Error('no job');
  await bench.world.client.patch(kinds.job, stored, { spec: { suspend: false } });
  await until('Complete');
});

const playbook = (...tasks: string[]) => `- name: migrate\n  hosts: localhost\n  tasks:\n${tasks.join('')}`;
const task = (name: string, module: string) => `    - name: ${name}\n      ${module}\n`;

async function runHook(image: string, files: Record<string, string>): Promise<void> {
  await bench.world.client.create(kinds.configMap, { metadata: { name: 'hook', namespace }, data: files });
  await createJob(
    { image, volumeMounts: [{ name: 'hook', mountPath: '/tmp/hook' }] },
    { backoffLimit: 0 },
    { volumes: [{ name: 'hook', configMap: { name: 'hook' } }] },
  );
}

const given = { 'plan.yml': 'warm: true\n', 'workload.yml': 'vm:\n  name: web-01\n' };

test.each<[string, string, Record<string, string>, number, RegExp]>([
  ['without a playbook', 'quay.io/kubev2v/hook-runner', given, 0, /workload\.yml: vm/],
  ['whose tag says how it ends', 'quay.io/acme/hook:exit-7', given, 7, /plan\.yml: warm/],
  ['without a plan', 'quay.io/acme/hook', { 'workload.yml': 'vm: {}\n' }, 1, /plan\.yml is not mounted/],
  [
    'with a playbook',
    'quay.io/kubev2v/hook-runner',
    {
      ...given,
      'playbook.yml': playbook(task('wait', 'pause: { seconds: 20 }'), task('tell', 'debug: { msg: hello }')),
    },
    0,
    /TASK \[tell\][^]*hello[^]*PLAY RECAP/,
  ],
  [
    'whose playbook fails',
    'quay.io/kubev2v/hook-runner',
    {
      ...given,
      'playbook.yml': playbook(task('stop', 'fail: { msg: not today }'), task('never', 'debug: { msg: no }')),
    },
    2,
    /FAILED! => not today\n$/,
  ],
  [
    'whose playbook is none',
    'quay.io/kubev2v/hook-runner',
    { ...given, 'playbook.yml': 'hosts: all\n' },
    4,
    /list of plays/,
  ],
])('a hook %s ends as it should and prints what it did', async (_, image, files, code, output) => {
  bench = await WorldBench.start();
  await runHook(image, files);
  await until(code === 0 ? 'Complete' : 'Failed');
  const [pod] = await pods();
  expect(pod?.status?.containerStatuses?.[0]?.state.terminated?.exitCode).toBe(code);
  expect(await bench.log(pod?.metadata.name ?? '')).toMatch(output);
});

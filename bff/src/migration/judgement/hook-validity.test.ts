import { expect, test } from 'vitest';
import type { HookSpec } from '../../api/generated/hook.ts';
import { mostPlaybookBytes } from '../../api/http/hooks.ts';
import { conditionsFrom } from './finding.ts';
import { judgeHook } from './hook-validity.ts';

const image = 'registry.test:5000/team/hook-runner:v1.2';
const aap = { jobTemplateId: 7, url: 'https://aap.test/', tokenSecret: { name: 'token' } };
const encoded = (bytes: number) => Buffer.alloc(bytes, 'a').toString('base64');

test.each<[string, HookSpec, string]>([
  ['an image', { image }, 'Ready'],
  ['an image by its digest', { image: `registry.test/hook@sha256:${'a'.repeat(64)}` }, 'Ready'],
  ['an image without registry', { image: 'hook' }, 'Ready'],
  ['an image and a playbook', { image, playbook: encoded(10) }, 'Ready'],
  ['a playbook encoded in lines', { image, playbook: `${encoded(57)}\n${encoded(3)}\n` }, 'Ready'],
  ['the largest playbook', { image, playbook: encoded(mostPlaybookBytes) }, 'Ready'],
  ['nothing', {}, 'InvalidImage'],
  ['a playbook without image', { playbook: encoded(10) }, 'InvalidImage'],
  ['an image with blanks', { image: 'my hook' }, 'InvalidImage'],
  ['an image with an empty tag', { image: 'registry.test/hook:' }, 'InvalidImage'],
  ['an endless image', { image: 'a'.repeat(5000) }, 'InvalidImage'],
  ['a playbook as text', { image, playbook: '- hosts: localhost' }, 'InvalidPlaybook'],
  ['a playbook cut off', { image, playbook: encoded(10).slice(1) }, 'InvalidPlaybook'],
  ['a playbook that is too large', { image, playbook: encoded(mostPlaybookBytes + 3) }, 'InvalidPlaybook'],
  ['a job template', { aap }, 'Ready'],
  ['a job template without address', { aap: { ...aap, url: undefined } }, 'InvalidHookExecute'],
  ['a job template whose token would be readable', { aap: { ...aap, url: 'http://aap.test' } }, 'InvalidHookExecute'],
  ['a job template without token', { aap: { ...aap, tokenSecret: {} } }, 'InvalidHookExecute'],
  ['both an image and a job template', { image, aap }, 'InvalidHookExecute'],
])('%s', (_name, spec, expected) => {
  const types = conditionsFrom('Hook', judgeHook(spec), { now: '2026-01-01T00:00:00Z' }).map(({ type }) => type);
  expect(types).toEqual([expected]);
});

test.each<[string, HookSpec['aap'], string]>([
  ['names nothing', { jobTemplateId: 7 }, 'Ready'],
  ['names another platform, and no token', { jobTemplateId: 7, url: 'https://elsewhere.test' }, 'InvalidHookExecute'],
])('a job template that %s, where the administrator names a platform', (_name, template, expected) => {
  const platform = { url: 'https://aap.test', tokenSecret: { name: 'aap', namespace: 'gantry' } };
  const [finding] = judgeHook({ aap: template }, platform);
  expect(finding?.type).toBe(expected);
});

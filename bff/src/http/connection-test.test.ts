import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testConnection } from '../api/http/providers.ts';
import { problem } from '../api/http/shapes.ts';
import { HttpWorld, project, vcenterRef, type CallOptions } from '../testing/http-world.ts';
import { otherCluster, startOtherCluster } from '../testing/other-cluster.ts';
import { password, user } from '../testing/vcenter.ts';

const canary = 'canary-of-the-password';
const wanted = { type: 'vsphere', url: 'https://vc.sandbox.test', user };
const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

describe('testing a connection', () => {
  const test = async (change: object = {}, options: CallOptions = {}) => {
    const body = { ...wanted, password, trust: { mode: 'skip' }, ...change };
    return world.call('POST', `/projects/${project}/connection-tests`, { body, ...options });
  };
  const checks = async (change: object = {}) => {
    const answer = testConnection.answer.parse((await test(change)).body);
    return answer.checks.map(({ check, result, message }) => `${check} ${result} ${message?.code ?? ''}`.trim());
  };

  it('passes check by check, at the address that was judged', async () => {
    world.reached.length = 0;
    expect(await checks()).toEqual([
      'address passed address',
      'tls passed tls',
      'certificate warning certificate-not-verified',
      'signIn passed signed-in',
      'privileges passed',
    ]);
    expect(world.reached).toEqual(['192.0.2.10']);
  });

  it('signs in to another cluster with a token', async () => {
    const { clock, network } = world.source;
    const other = await startOtherCluster({ clock, network });
    const cluster = { type: 'openshift', url: otherCluster.url, user: '', password: otherCluster.token };
    expect((await checks(cluster)).slice(3)).toEqual(['signIn passed signed-in', 'privileges passed']);
    expect((await checks({ ...cluster, password: 'other' })).slice(3)).toEqual([
      'signIn failed sign-in-failed',
      'privileges notRun',
    ]);
    await other.close();
  });

  it('asks to compare a certificate that nobody vouches for, and goes on once it was', async () => {
    world.presented = { sha256: 'AA:BB', pem };
    const trust = { mode: 'certificate', pem: '' };
    expect(await checks({ trust })).toEqual([
      'address passed address',
      'tls passed tls',
      'certificate confirm certificate-untrusted',
      'signIn notRun',
      'privileges notRun',
    ]);
    expect((await checks({ trust, confirmedSha256: 'AA:BB' })).slice(2)).toEqual([
      'certificate passed',
      'signIn passed signed-in',
      'privileges passed',
    ]);
    expect((await checks({ trust, confirmedSha256: 'CC:DD' }))[2]).toBe('certificate failed certificate-changed');
    expect((await checks({ trust: { mode: 'cluster' } }))[2]).toBe('certificate failed certificate-untrusted');
  });

  it('uses the stored password for the stored address and user only', async () => {
    const stored = { password: undefined, provider: vcenterRef.name };
    expect((await checks(stored))[3]).toBe('signIn passed signed-in');
    for (const change of [{ url: 'https://evil.example' }, { user: 'somebody' }, { provider: undefined }]) {
      const answer = await test({ ...stored, ...change });
      expect(problem.parse(answer.body)).toMatchObject({ status: 400, code: 'password-needed' });
    }
  });

  it.each([
    ['https://127.0.0.1/sdk', 'address-refused'],
    ['https://169.254.169.254/', 'address-refused'],
    ['https://kubernetes.default.svc/', 'address-refused'],
    ['https://user:pass@vc.sandbox.test/', 'UrlNotValid'],
  ])('does not go to %s', async (refused, code) => {
    world.reached.length = 0;
    expect((await checks({ url: refused }))[0]).toBe(`address failed ${code}`);
    expect(world.reached).toEqual([]);
  });

  it('stops before an account is locked, until the password is another', async () => {
    const wrong = { password: canary };
    const results = [];
    for (let attempt = 0; attempt < 4; attempt += 1) results.push((await checks(wrong))[3]);
    const refused = 'signIn failed sign-in-failed';
    expect(results).toEqual([refused, refused, refused, 'signIn failed sign-in-stopped']);
    expect((await checks())[3]).toBe('signIn passed signed-in');
  });

  it('is for those who may create providers', async () => {
    expect((await test({}, { as: 'vic' })).status).toBe(403);
  });
});

it('shows no password anywhere', () => {
  world.expectNothingOf([canary, password]);
});

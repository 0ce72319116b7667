import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WireRequest, WireResponse } from '../platform/wire.ts';
import { answer, failure, reset } from '../testing/scripted-api.ts';
import type { ApiError } from './api-error.ts';
import { callerCredentials, serviceToken, type Credentials, anonymous } from './credentials.ts';
import { Transport, type ApiRequest } from './transport.ts';

let clock: VirtualClock;
let sent: WireRequest[];
let answers: (() => WireResponse | Promise<WireResponse>)[];
let observed: string[];

beforeEach(() => {
  clock = new VirtualClock();
  sent = [];
  answers = [];
  observed = [];
});

function transport(credentials: Credentials = anonymous): Transport {
  const send = async (request: WireRequest) => {
    sent.push(request);
    return answers.shift()?.() ?? answer(200, { ok: true });
  };
  const observe = (method: string, status: number) => observed.push(`${method} ${status}`);
  return new Transport({ url: 'http://api/', send, clock, random: () => 0, credentials, observe });
}

const read: ApiRequest = { method: 'GET', path: '/x' };
const write: ApiRequest = { method: 'POST', path: '/x', body: {} };
const dead = () => {
  throw reset();
};
const status =
  (code: number, reason: string, headers = {}) =>
  () =>
    answer(code, failure(code, reason), headers);

/** The outcome, and the number of requests, after two virtual minutes. */
async function outcome(request: ApiRequest, client = transport()): Promise<[string, number]> {
  let result = 'pending';
  client.json(request).then(
    () => (result = 'ok'),
    (error: unknown) => (result = (error as ApiError).reason),
  );
  await clock.advance(120_000);
  return [result, sent.length];
}

describe('repeats', () => {
  const cases: [string, ApiRequest, typeof answers, [string, number]][] = [
    ['a read after a broken connection', read, [dead], ['ok', 2]],
    ['a read refused for now', read, [status(503, 'ServiceUnavailable')], ['ok', 2]],
    ['a read five times at most', read, [dead, dead, dead, dead, dead, dead], ['Unreachable', 5]],
    ['no read that is asked once', { ...read, once: true }, [dead], ['Unreachable', 1]],
    ['no write after a broken connection', write, [dead], ['Unreachable', 1]],
    ['no write answered 503 without a time', write, [status(503, 'ServiceUnavailable')], ['ServiceUnavailable', 1]],
    ['a write answered 503 with a time', write, [status(503, 'ServiceUnavailable', { 'retry-after': '1' })], ['ok', 2]],
    ['a write answered 429', write, [status(429, 'TooManyRequests')], ['ok', 2]],
    ['nothing else', read, [status(500, 'InternalError')], ['InternalError', 1]],
    ['no conflict', write, [status(409, 'Conflict')], ['Conflict', 1]],
  ];
  it.each(cases)('%s', async (_, request, given, expected) => {
    answers = given;
    expect(await outcome(request)).toEqual(expected);
  });

  it('not before the time that the server asked for', async () => {
    answers = [status(429, 'TooManyRequests', { 'retry-after': '7' })];
    void transport().json(write);
    await clock.advance(6_999);
    expect(sent).toHaveLength(1);
    await clock.advance(1);
    expect(sent).toHaveLength(2);
    expect(observed).toEqual(['POST 429', 'POST 200']);
  });
});

describe('limits', () => {
  it('an exchange to 30 seconds, body included', async () => {
    const stuck = {
      status: 200,
      headers: {},
      body: { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) },
    };
    answers = [() => stuck, () => new Promise(() => undefined)];
    const results = [write, write].map((request) =>
      transport()
        .json(request)
        .catch((error: unknown) => (error as Error).message),
    );
    await clock.advance(30_000);
    expect(await Promise.all(results)).toEqual(
      Array.from({ length: 2 }, () => 'POST /x: the API server gave no answer (no answer within 30 s).'),
    );
    expect(sent.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
  });

  it('what is under way at once to 32 exchanges', async () => {
    answers = Array.from(
      { length: 40 },
      () => () => new Promise<WireResponse>((resolve) => clock.after(1_000, () => resolve(answer(200, {})))),
    );
    const client = transport();
    const all = Promise.all(Array.from({ length: 40 }, () => client.as(anonymous).json(read)));
    await clock.advance(0);
    expect(sent).toHaveLength(32);
    await clock.advance(2_000);
    expect(await all).toHaveLength(40);
  });

  it('nothing of the caller: its abort reason comes back, and nothing is sent again', async () => {
    answers = [dead];
    const caller = new AbortController();
    const result = transport()
      .json({ ...read, signal: caller.signal })
      .catch((error: unknown) => error);
    await clock.advance(10);
    caller.abort(new Error('changed my mind'));
    expect(await result).toEqual(new Error('changed my mind'));
    await clock.advance(10_000);
    expect(sent).toHaveLength(1);
  });

  it('a message to what is no secret: an answer that is not JSON is not quoted', async () => {
    answers = [
      () => ({
        status: 201,
        headers: {},
        body: {
          async *[Symbol.asyncIterator]() {
            yield await Promise.resolve(Buffer.from('password123'));
          },
        },
      }),
    ];
    const error = await transport()
      .json(write)
      .catch((failed: unknown) => failed);
    expect(String(error)).toContain('not JSON');
    expect(String(error)).not.toContain('password123');
  });
});

describe('identity', () => {
  it('reads the token again each minute, and at once when it is refused', async () => {
    let reads = 0;
    const client = transport(serviceToken({ clock, read: async () => `token-${(reads += 1)}` }));
    await client.json(read);
    await client.json(read);
    await clock.advance(60_000);
    await client.json(read);
    await clock.advance(1_000);
    answers = [status(401, 'Unauthorized')];
    await client.json(write);
    const tokens = sent.map(({ headers }) => headers.authorization);
    expect(tokens).toEqual([1, 1, 2, 2, 3].map((n) => `Bearer token-${n}`));
  });

  it('does not insist with a token just read', async () => {
    answers = [status(401, 'Unauthorized')];
    expect(await outcome(read, transport(serviceToken({ clock, read: async () => 'same' })))).toEqual([
      'Unauthorized',
      1,
    ]);
  });

  it('impersonates with a header per group', async () => {
    const impersonate = { user: 'ann', groups: ['a', 'b'], uid: '7' };
    await transport()
      .as(callerCredentials({ token: 't', impersonate }))
      .json(read);
    expect(sent[0]?.headers).toEqual({
      accept: 'application/json',
      authorization: 'Bearer t',
      'impersonate-user': 'ann',
      'impersonate-group': ['a', 'b'],
      'impersonate-uid': '7',
    });
  });

  it.each(['', 'a b', 'a\r\nx: y'])('refuses %j as a token without quoting it', (token) => {
    expect(() => callerCredentials({ token })).toThrow('The token is not one');
  });
});

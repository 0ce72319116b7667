import { describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { Send, WireRequest } from '../../platform/wire.ts';
import type { Connection } from '../driver.ts';
import { LoginGuard } from '../login-guard.ts';
import { VsphereClient } from './client.ts';
import { element, envelope, reference } from './soap.ts';

const connection: Connection = {
  url: 'https://vc.test/sdk',
  user: 'me & "you" <x>',
  password: 'p]]>&<',
  trust: { mode: 'verify' },
  settings: {},
};

const services = ['rootFolder', 'propertyCollector', 'sessionManager', 'authorizationManager'];
const content = `<returnval>${services.map((name) => `<${name} type="T">${name}</${name}>`).join('')}<about><apiVersion>8.0.2.0</apiVersion></about></returnval>`;

function soap(method: string, inside: string): string {
  return `<e:Envelope xmlns:e="e"><e:Body><${method}Response>${inside}</${method}Response></e:Body></e:Envelope>`;
}

/** A server that opens sessions and answers anything else with `answer`. */
function server(answer: { status?: number; body: string; headers?: Record<string, string> }): {
  send: Send;
  requests: WireRequest[];
} {
  const requests: WireRequest[] = [];
  const replies: Record<string, string> = {
    RetrieveServiceContent: soap('RetrieveServiceContent', content),
    Login: soap('Login', '<returnval><key>k</key></returnval>'),
  };
  const send: Send = async (request) => {
    requests.push(request);
    const method = /<soapenv:Body><(\w+)/.exec(String(request.body))?.[1] ?? '';
    const reply = replies[method];
    const headers = method === 'Login' ? { 'set-cookie': 'vmware_soap_session="abc"; Path=/; HttpOnly' } : {};
    const body = (async function* () {
      yield await Promise.resolve(Buffer.from(reply ?? answer.body));
    })();
    return reply === undefined
      ? { status: answer.status ?? 200, headers: answer.headers ?? {}, body }
      : { status: 200, headers, body };
  };
  return { send, requests };
}

function clientOf(send: Send): VsphereClient {
  return new VsphereClient({ connection, send, clock: systemClock, guard: new LoginGuard() });
}

const now = { method: 'CurrentTime', target: { type: 'ServiceInstance', id: 'ServiceInstance' } };

describe('VsphereClient', () => {
  it('sends the password in the body of Login only, as text', async () => {
    const { send, requests } = server({ body: soap('CurrentTime', '<returnval>now</returnval>') });
    const [returned] = await clientOf(send).call(now);
    expect(returned?.text).toBe('now');
    const withPassword = requests.filter((request) => JSON.stringify(request).includes('p]]'));
    expect(withPassword.map(({ body }) => /<password>.*<\/password>/.exec(String(body))?.[0])).toEqual([
      '<password>p]]&gt;&amp;&lt;</password>',
    ]);
    expect(requests.map(({ url }) => url)).toEqual(Array(3).fill('https://vc.test/sdk'));
    expect(requests.at(-1)?.headers).toMatchObject({
      cookie: 'vmware_soap_session="abc"',
      soapaction: 'urn:vim25/8.0.2.0',
    });
  });

  const refused = [
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.test/' }, body: '' }],
    ['a document type', { body: `<!DOCTYPE a [<!ENTITY b "c">]>${soap('CurrentTime', '&b;')}` }],
    ['deep nesting', { body: soap('CurrentTime', '<a>'.repeat(100) + '</a>'.repeat(100)) }],
    ['an answer to something else', { body: soap('Logout', '') }],
    ['a web page', { body: '<html><body><p>Welcome' }],
  ] as const;
  it.each(refused)('refuses %s', async (_what, answer) => {
    const { send, requests } = server(answer);
    await expect(clientOf(send).call(now)).rejects.toMatchObject({ code: 'NotAVcenter', status: 503 });
    expect(requests).toHaveLength(3);
  });

  it('takes a cookie only when it has the one name', async () => {
    const { send } = server({ body: '' });
    const spoiled: Send = async (request) => {
      const response = await send(request);
      return 'set-cookie' in response.headers ? { ...response, headers: { 'set-cookie': 'other=1' } } : response;
    };
    await expect(clientOf(spoiled).call(now)).rejects.toMatchObject({ code: 'NotAVcenter' });
  });
});

describe('envelope', () => {
  it('writes text that no text can break out of', () => {
    const written = envelope('M', { type: 'T"', id: '<i>' }, [
      element('a', `&<>"'\u0000\uD800`),
      reference('b', { type: 'T', id: 'x' }),
    ]);
    expect(written).toContain(
      '<_this type="T&quot;">&lt;i&gt;</_this><a>&amp;&lt;&gt;&quot;&apos;</a><b type="T">x</b>',
    );
  });
});

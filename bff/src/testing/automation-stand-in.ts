import type { Secret } from '../api/kinds/core.ts';
import type { Send, WireRequest, WireResponse } from '../platform/wire.ts';

interface LaunchedJob {
  readonly id: number;
  readonly variables: Readonly<Record<string, string>>;
  asked: number;
  status: string;
}

type Behaviour = 'succeeds' | 'fails' | 'hangs' | 'is away' | 'loses answers of launches' | 'takes no variables';

export const platform = { url: 'https://aap.test', token: 'token-of-the-platform', template: 7 } as const;

/** An automation platform with one job template; a job ends at the second question for it. */
export class AutomationStandIn {
  behaviour: Behaviour = 'succeeds';
  readonly jobs: LaunchedJob[] = [];

  readonly send: Send = (request) => {
    const { origin, pathname } = new URL(request.url);
    if (this.behaviour === 'is away' || origin !== platform.url)
      return Promise.reject(new Error('connect ECONNREFUSED'));
    if (request.headers.authorization !== `Bearer ${platform.token}`) return answer(401, {});
    return this.#route(request, pathname.replace('/api/controller/v2', ''));
  };

  #route(request: WireRequest, path: string): Promise<WireResponse> {
    const template = `/job_templates/${platform.template}/`;
    if (path === template) return answer(200, { ask_variables_on_launch: this.behaviour !== 'takes no variables' });
    if (path === `${template}launch/`) return this.#launch(request);
    if (path === `${template}jobs/`) {
      const results = this.jobs.map(({ id, variables }) => ({ id, extra_vars: JSON.stringify(variables) }));
      return answer(200, { results });
    }
    const [, id, what] = /^\/jobs\/(\d+)\/(?:(\w+)\/)?$/.exec(path) ?? [];
    const job = this.jobs.find((one) => String(one.id) === id);
    if (job === undefined) return answer(404, {});
    if (what === 'stdout') return text(200, `PLAY RECAP of ${job.variables.vm_name ?? ''}`);
    if (what === 'cancel') job.status = 'canceled';
    return answer(200, { status: this.#moved(job) });
  }

  #launch({ body }: WireRequest): Promise<WireResponse> {
    const { extra_vars: variables } = JSON.parse(String(body)) as { extra_vars: Record<string, string> };
    const job = { id: 41 + this.jobs.length, variables, asked: 0, status: 'running' };
    this.jobs.push(job);
    if (this.behaviour === 'loses answers of launches') return Promise.reject(new Error('socket hang up'));
    return answer(201, { id: job.id });
  }

  #moved(job: LaunchedJob): string {
    job.asked += 1;
    const ends = job.status === 'running' && job.asked > 1 && this.behaviour !== 'hangs';
    if (ends) job.status = this.behaviour === 'fails' ? 'failed' : 'successful';
    return job.status;
  }
}

function answer(status: number, body: object): Promise<WireResponse> {
  return text(status, JSON.stringify(body));
}

function text(status: number, body: string): Promise<WireResponse> {
  const bytes = {
    async *[Symbol.asyncIterator]() {
      yield await Promise.resolve(new TextEncoder().encode(body));
    },
  };
  return Promise.resolve({ status, headers: {}, body: bytes });
}

/** Of a hook that launches the platform's template. */
export const templateHook = {
  jobTemplateId: platform.template,
  url: `${platform.url}/`,
  tokenSecret: { name: 'aap' },
  timeout: 60,
};

export function platformToken(namespace: string): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'aap', namespace },
    data: { token: Buffer.from(platform.token).toString('base64') },
  };
}

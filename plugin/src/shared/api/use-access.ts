import { reviewAccess } from '@gantry/bff/api/http/access.ts';
import { call } from './call.ts';
import { useOnce } from './use-once.ts';

export interface AccessQuestion {
  readonly verb: 'create' | 'patch' | 'delete';
  readonly resource: 'hooks' | 'hosts' | 'plans' | 'providers' | 'migrations' | 'networkmaps' | 'storagemaps';
  readonly namespace?: string;
}

/** One batch of access reviews for a page. Undefined until answered: nothing is forbidden on a guess. */
export function useAccess(questions: readonly AccessQuestion[]): readonly boolean[] | undefined {
  const { data } = useOnce(JSON.stringify(questions), async (signal) => {
    const checks = questions.map((question) => ({ group: 'forklift.konveyor.io', ...question }));
    return (await call(reviewAccess, { params: {}, query: {}, body: { checks } }, signal)).allowed;
  });
  return data;
}

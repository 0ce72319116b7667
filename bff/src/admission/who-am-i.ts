import { selfSubjectReviews } from '../api/kinds/access.ts';
import type { AdmissionPorts } from './ports.ts';

/** The name under which the API server knows the service. */
export async function whoAmI({ client, signal }: AdmissionPorts): Promise<string | undefined> {
  const review = await client.create(
    selfSubjectReviews,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { name: '' } },
    { signal },
  );
  return review.status?.userInfo?.username;
}

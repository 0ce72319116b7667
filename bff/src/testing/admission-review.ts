export interface ReviewParts {
  readonly operation?: 'CREATE' | 'UPDATE' | 'DELETE';
  /** `plural.group`. */
  readonly resource?: string;
  readonly subResource?: string;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly object?: Readonly<Record<string, unknown>>;
  readonly oldObject?: Readonly<Record<string, unknown>>;
}

/** An AdmissionReview as an API server sends it. */
export function admissionReview(parts: ReviewParts = {}): Record<string, unknown> {
  const { operation = 'CREATE', resource = 'plans.forklift.konveyor.io', subResource, user = 'olga' } = parts;
  const [plural = '', ...group] = resource.split('.');
  const { object = null, oldObject = null, groups = ['dev', 'system:authenticated'] } = parts;
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      resource: { group: group.join('.'), version: 'v1beta1', resource: plural },
      ...(subResource !== undefined && { subResource }),
      operation,
      name: 'spring',
      namespace: 'migrations',
      userInfo: { username: user, uid: '7', groups },
      object,
      oldObject,
      dryRun: false,
      options: null,
    },
  };
}

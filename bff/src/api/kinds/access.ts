import type { KubeObject, Resource } from '../resource.ts';

export interface UserInfo {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}

/** Created, never stored: the answer to the create carries `status`. */
export interface TokenReview extends KubeObject {
  spec: { token: string; audiences?: string[] };
  status?: { authenticated?: boolean; user?: UserInfo; error?: string };
}

export interface ResourceAttributes {
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  verb?: string;
  namespace?: string;
  name?: string;
}

/** Created, never stored: the answer to the create carries `status`. */
export interface SubjectAccessReview extends KubeObject {
  spec: {
    user?: string;
    uid?: string;
    groups?: string[];
    extra?: Record<string, string[]>;
    resourceAttributes?: ResourceAttributes;
  };
  status?: { allowed: boolean; denied?: boolean; reason?: string; evaluationError?: string };
}

export interface SelfSubjectAccessReview extends KubeObject {
  spec: { resourceAttributes?: ResourceAttributes };
  status?: { allowed: boolean; denied?: boolean; reason?: string };
}

/** Created, never stored: who the API server takes the sender for, impersonation included. */
export interface SelfSubjectReview extends KubeObject {
  status?: { userInfo?: UserInfo };
}

export const tokenReviews: Resource<TokenReview> = {
  group: 'authentication.k8s.io',
  version: 'v1',
  plural: 'tokenreviews',
  kind: 'TokenReview',
  scope: 'Cluster',
};
export const subjectAccessReviews: Resource<SubjectAccessReview> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'subjectaccessreviews',
  kind: 'SubjectAccessReview',
  scope: 'Cluster',
};
export const selfSubjectAccessReviews: Resource<SelfSubjectAccessReview> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  scope: 'Cluster',
};
export const selfSubjectReviews: Resource<SelfSubjectReview> = {
  group: 'authentication.k8s.io',
  version: 'v1',
  plural: 'selfsubjectreviews',
  kind: 'SelfSubjectReview',
  scope: 'Cluster',
};

/** The schema, as published, lets objects without spec pass. */
export function specOf<S>(object: { readonly spec: S } | undefined): S | undefined {
  return object?.spec;
}

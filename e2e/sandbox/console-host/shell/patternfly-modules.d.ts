declare module 'virtual:patternfly-modules' {
  /** A module below a package's `dist/dynamic`. */
  interface DynamicModule {
    readonly name: string;
    readonly version: string;
    readonly load: () => Promise<unknown>;
  }
  export const patternFlyModules: readonly DynamicModule[];
}

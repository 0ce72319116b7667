/** A real server to test against, built or installed by this machine. */
export interface Oracle {
  readonly name: string;
  /** Programs it takes to build it. */
  readonly needs: readonly string[];
  /** Files whose contents decide whether it must be built again. */
  readonly sources: readonly URL[];
  /** Limit of a build from nothing, in seconds. */
  readonly limitSeconds: number;
  /** The command that puts the finished program at `output`; `folder` is where it runs. */
  build(output: string): BuildCommand;
}

export interface BuildCommand {
  readonly command: readonly [string, ...string[]];
  readonly folder: URL;
  readonly env: Readonly<Record<string, string>>;
}

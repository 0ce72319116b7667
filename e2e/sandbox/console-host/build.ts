import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import webpack from 'webpack';
import { patternFlyModulesSource } from './patternfly-modules.ts';

const source = join(import.meta.dirname, 'shell');
const output = join(import.meta.dirname, '../dist/console-host');
const stamp = join(output, '.built-from');

function contentHash(): string {
  const hash = createHash('sha256');
  const lockfile = join(import.meta.dirname, '../../../package-lock.json');
  for (const file of [
    ...globSync('*', { cwd: source })
      .sort()
      .map((name) => join(source, name)),
    import.meta.filename,
    join(import.meta.dirname, 'patternfly-modules.ts'),
    lockfile,
  ]) {
    hash.update(file.slice(source.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Builds the shell into `dist/console-host`, unless it was built from the same sources before. */
export async function buildConsoleShell(): Promise<'built' | 'cached'> {
  const wanted = contentHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'cached';
  const compiler = webpack({
    mode: 'production',
    target: 'web',
    context: source,
    entry: './main.tsx',
    output: {
      path: output,
      filename: 'main.js',
      chunkFilename: '[name]-[contenthash].js',
      publicPath: '/static/',
      clean: true,
      module: false,
      assetModuleFilename: 'assets/[contenthash][ext]',
    },
    experiments: { topLevelAwait: true },
    plugins: [
      new webpack.experiments.schemes.VirtualUrlPlugin({
        'patternfly-modules': { source: patternFlyModulesSource, context: source },
      }),
    ],
    resolve: { extensions: ['.tsx', '.ts', '.js'] },
    performance: { hints: false },
    optimization: { minimize: false },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          use: {
            loader: 'ts-loader',
            // The loader needs output; everything is checked by `tsc`.
            options: {
              transpileOnly: true,
              configFile: join(source, 'tsconfig.json'),
              compilerOptions: { noEmit: false, allowImportingTsExtensions: false },
            },
          },
        },
        { test: /\.css$/, use: ['style-loader', 'css-loader'] },
        { test: /\.(png|jpg|svg|woff2?|ttf|eot)$/, type: 'asset/resource' },
        { test: /\.m?js$/, resolve: { fullySpecified: false } },
      ],
    },
  });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      compiler.close(() => undefined);
      if (error) reject(error);
      else if (stats?.hasErrors() === true) reject(new Error(stats.toString({ all: false, errors: true })));
      else resolve();
    });
  });
  writeFileSync(stamp, wanted);
  return 'built';
}

if (process.argv[1] === import.meta.filename) console.log(`console host: ${await buildConsoleShell()}`);

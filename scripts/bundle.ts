import path from 'node:path';
import {build} from 'esbuild';
import {lighterParts} from './lighter.ts';

const root = path.join(import.meta.dirname, '..');

/** A thread of `skep --demo`: a file of its own, since threads start from one. */
const demoWorker = path.join(root, 'source', 'simulator', 'demo-worker.ts');

export type BundleOptions = {
	readonly outdir: string;
	/** Without, what would be written is only told of. */
	readonly write?: boolean;
};

/** The program that begins with `entry`, with its threads, as ES modules: `app.js`, and chunks that it loads. */
export const bundle = (entry: string, {outdir, write = true}: BundleOptions) =>
	build({
		entryPoints: {app: entry, 'demo-worker': demoWorker},
		outdir,
		chunkNames: '[name]-[hash]',
		bundle: true,
		splitting: true,
		platform: 'node',
		format: 'esm',
		target: 'node22',
		jsx: 'automatic',
		minify: true,
		legalComments: 'linked',
		inject: [path.join(root, 'source', 'ui', 'text', 'clusters.ts')],
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		plugins: [...lighterParts],
		logLevel: 'warning',
		metafile: true,
		write,
	});

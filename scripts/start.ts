import {spawn} from 'node:child_process';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const program = path.join(root, 'dist', 'skep.js');

const changedAt = async (file: string) => (await stat(file).catch(() => undefined))?.mtimeMs;

const newestSource = async () => {
	const source = path.join(root, 'source');
	const files = (await readdir(source, {recursive: true})).map(file => path.join(source, file));
	const times = await Promise.all(
		[...files, source, path.join(root, 'package-lock.json'), import.meta.filename].map(changedAt),
	);
	return Math.max(...times.map(time => time ?? 0));
};

const builtAt = await changedAt(program);
if (builtAt === undefined || builtAt < (await newestSource())) {
	const {buildInto} = await import('./build.ts');
	await buildInto(path.dirname(program), path.join(root, 'source', 'cli.tsx'));
}

const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {stdio: 'inherit'});
// The terminal sends these to both; the program decides what becomes of them, and this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
	if (signal === null) process.exit(code ?? 1);
	process.removeAllListeners(signal);
	process.kill(process.pid, signal);
});

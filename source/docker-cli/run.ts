import {spawn} from 'node:child_process';
import {isAbsolute} from 'node:path';

export type Run = {
	readonly program: string;
	/** Handed over as they are: no shell reads them. */
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly cwd?: string;
	/** Milliseconds until it is ended. */
	readonly patience: number;
	readonly signal?: AbortSignal;
	/** Told of every line it prints, on either stream, as it comes. */
	readonly onLine?: (line: string) => void;
};

/** What became of a program; nothing it printed is lost, however it ended. */
export type Ran = {
	/** `missing`: there is no such program, or nobody may run it. `late`: it was ended, as its time was up. */
	readonly kind: 'done' | 'failed' | 'missing' | 'late' | 'aborted';
	readonly out: string;
	readonly err: string;
};

/** More than any compose file comes to; what is beyond is dropped, and the program goes on. */
const mostPrinted = 8 * 1024 * 1024;
/** From being asked to end until it is ended. */
const grace = 2_000;

/** Runs a program to its end; never rejects, and always ends. */
export const run = ({program, args, env, cwd, patience, signal, onLine}: Run): Promise<Ran> => {
	const {promise, resolve} = Promise.withResolvers<Ran>();
	const printed = {out: '', err: ''};

	if (signal?.aborted) {
		return Promise.resolve({kind: 'aborted', ...printed});
	}

	// A relative folder would be found from another one than the program.
	const folder = cwd !== undefined && isAbsolute(cwd) ? {cwd} : {};
	const child = spawn(program, args, {env, ...folder, stdio: ['ignore', 'pipe', 'pipe']});
	let ended: 'late' | 'aborted' | undefined;
	let killing: NodeJS.Timeout | undefined;
	const end = (why: 'late' | 'aborted') => {
		ended ??= why;
		child.kill('SIGTERM');
		killing ??= setTimeout(() => child.kill('SIGKILL'), grace);
	};
	const timer = setTimeout(() => end('late'), patience);
	const abort = () => end('aborted');
	const finish = (kind: Ran['kind']) => {
		clearTimeout(timer);
		clearTimeout(killing);
		signal?.removeEventListener('abort', abort);
		resolve({kind: ended ?? kind, ...printed});
	};
	signal?.addEventListener('abort', abort);

	for (const name of ['out', 'err'] as const) {
		const stream = name === 'out' ? child.stdout : child.stderr;
		const lines = linesTo(onLine);
		stream.setEncoding('utf8');
		stream.on('data', (chunk: string) => {
			printed[name] = (printed[name] + chunk).slice(0, mostPrinted);
			lines(chunk);
		});
	}

	child.on('error', () => finish('missing'));
	child.on('close', code => finish(code === 0 ? 'done' : 'failed'));
	return promise;
};

const linesTo = (onLine: ((line: string) => void) | undefined) => {
	let rest = '';
	return (chunk: string) => {
		const lines = `${rest}${chunk}`.split('\n');
		rest = lines.pop() ?? '';

		for (const line of lines) {
			onLine?.(line);
		}
	};
};

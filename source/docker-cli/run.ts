import {spawn} from 'node:child_process';

export type Run = {
	readonly program: string;
	/** Handed over as they are: no shell reads them. */
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	/** Milliseconds until it is ended. */
	readonly patience: number;
	readonly signal?: AbortSignal;
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
/** From being asked to end until it is ended; and from its end until nobody waits for what its children print. */
const grace = 2_000;

/** Runs a program to its end; never rejects, and always ends. */
export const run = ({program, args, env, patience, signal}: Run): Promise<Ran> => {
	const {promise, resolve} = Promise.withResolvers<Ran>();
	const printed = {out: '', err: ''};

	if (signal?.aborted) {
		return Promise.resolve({kind: 'aborted', ...printed});
	}

	// In a session of its own: its ssh, which it uses for ssh:// engines, can't ask on the terminal that shows skep.
	const child = spawn(program, args, {
		env: {...env, SSH_ASKPASS_REQUIRE: 'never'},
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const timers: NodeJS.Timeout[] = [];
	let ended: 'late' | 'aborted' | undefined;
	const end = (why: 'late' | 'aborted') => {
		ended ??= why;
		child.kill('SIGTERM');
		timers.push(setTimeout(() => child.kill('SIGKILL'), grace));
	};
	const abort = () => end('aborted');
	const finish = (kind: Ran['kind']) => {
		timers.forEach(clearTimeout);
		signal?.removeEventListener('abort', abort);
		child.stdout.destroy();
		child.stderr.destroy();
		resolve({kind: ended ?? kind, ...printed});
	};
	const kindOf = (code: number | null) => (code === 0 ? 'done' : 'failed');
	timers.push(setTimeout(() => end('late'), patience));
	signal?.addEventListener('abort', abort);

	for (const name of ['out', 'err'] as const) {
		const stream = name === 'out' ? child.stdout : child.stderr;
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			printed[name] = (printed[name] + chunk).slice(0, mostPrinted);
		});
	}

	child.on('error', () => finish('missing'));
	child.on('close', code => finish(kindOf(code)));
	// A child of its own may hold on to what it printed to.
	child.on('exit', code => timers.push(setTimeout(() => finish(kindOf(code)), grace)));
	return promise;
};

import {execFile, spawn} from 'node:child_process';

type Options = {
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	/** Written to the program's standard input. */
	readonly input?: string;
};

/**
Run a program to its end and give what it printed. Throws with what it printed to stderr.
*/
export async function run(program: string, args: readonly string[], options: Options = {}): Promise<string> {
	const {input, ...rest} = options;

	return new Promise((resolve, reject) => {
		const child = execFile(program, args, {...rest, maxBuffer: 64 * 1024 * 1024}, (error, stdout, stderr) => {
			if (error) {
				const said = stderr.trim() || stdout.trim() || error.message;
				reject(new Error(`${program} ${args.join(' ')}: ${said}`, {cause: error}));
				return;
			}

			resolve(stdout);
		});

		child.stdin?.on('error', () => {});
		child.stdin?.end(input);
	});
}

/**
Start a program in a session of its own, so that Ctrl+C in the terminal doesn't reach it, which the kernel kills
when this process ends, however it ends.
*/
export function spawnBound(program: string, args: readonly string[], log: number, env = process.env) {
	return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
		detached: true,
		env,
		stdio: ['ignore', log, log],
	});
}

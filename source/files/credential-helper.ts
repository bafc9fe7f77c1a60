import {spawn} from 'node:child_process';

/** Milliseconds: a helper that asks the person something on a screen of its own is not waited for. */
const patience = 3000;

type Environment = Readonly<Record<string, string | undefined>>;

type Answer = {readonly username?: string; readonly password?: string; readonly identitytoken?: string};

/** Asks `docker-credential-NAME get` (docker-credential-helpers' protocol). Undefined when it knows nothing. */
export const askHelper = async (
	name: string,
	server: string,
	env: Environment,
	wait = patience,
): Promise<Answer | undefined> => {
	if (!/^\w[\w.-]*$/.test(name)) {
		throw new Error("The credential helper that Docker's config.json names is no name of a program.");
	}
	const program = `docker-credential-${name}`;
	const {code, output} = await run(program, {input: server, env, wait});
	if (code !== 0) {
		if (/credentials not found/i.test(output)) {
			return undefined;
		}
		throw new Error(`The credential helper ${program} failed.`);
	}
	return answerIn(output, program);
};

const answerIn = (output: string, program: string): Answer | undefined => {
	try {
		const {Username: username = '', Secret: secret = ''} = JSON.parse(output) as {Username?: string; Secret?: string};
		// So helpers say that the secret is a token, not a password.
		return username === '<token>' ? {identitytoken: secret} : {username, password: secret};
	} catch {
		// The parser's words would quote the secret.
		throw new Error(`What the credential helper ${program} answered makes no sense.`);
	}
};

type Question = {readonly input: string; readonly env: Environment; readonly wait: number};

const run = (program: string, {input, env, wait}: Question) =>
	new Promise<{readonly code: number | null; readonly output: string}>((resolve, reject) => {
		const child = spawn(program, ['get'], {
			stdio: ['pipe', 'pipe', 'ignore'],
			env,
			timeout: wait,
			killSignal: 'SIGKILL',
		});
		const chunks: Buffer[] = [];
		const deadline = setTimeout(() => reject(new Error(`The credential helper ${program} didn't answer.`)), wait);
		const settle = (end: () => void) => {
			clearTimeout(deadline);
			end();
		};
		child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.stdin.on('error', () => {});
		child.on('error', cause =>
			settle(() => reject(new Error(`Can't start the credential helper ${program}.`, {cause}))),
		);
		child.on('close', code => settle(() => resolve({code, output: Buffer.concat(chunks).toString()})));
		child.stdin.end(`${input}\n`);
	});

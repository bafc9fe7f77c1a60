import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {Duplex, type Readable, type Writable} from 'node:stream';
import type {Dialler} from './dialler.ts';
import type {SshEndpoint} from './endpoint.ts';
import {sshArguments} from './ssh-arguments.ts';
import {explainSsh, missingSsh} from './ssh-errors.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** More than any trouble of ssh has to say. */
const mostSaid = 8192;
/** What it said may arrive a moment after its end; a connection shared with others keeps that open for good. */
const lastWords = 200;

const children = new Set<Child>();

const endAll = () => {
	for (const child of children) {
		child.kill();
	}
};

const forget = (child: Child) => {
	children.delete(child);
	if (children.size === 0) {
		process.off('exit', endAll);
	}
};

/** However skep ends, they end with it; on SIGKILL they see their input end. */
const keep = (child: Child) => {
	if (children.size === 0) {
		process.on('exit', endAll);
	}
	children.add(child);
	child.once('exit', () => forget(child)).once('error', () => forget(child));
};

/** The docker command line there talks to its engine for us, as docker's own connection helper has it do. */
const programOf = ({socketPath}: SshEndpoint) => [
	'docker',
	...(socketPath === undefined ? [] : ['--host', `unix://${socketPath}`]),
	'system',
	'dial-stdio',
];

/** Connections over the user's own ssh: one process for each. */
export const sshDialler = (endpoint: SshEndpoint): Dialler => ({
	most: 2,
	open: () => {
		// In a session of its own: Ctrl+C in an editor that has the terminal is not meant for it, and it can't ask there.
		const child = spawn('ssh', sshArguments(endpoint, programOf(endpoint)), {
			stdio: ['pipe', 'pipe', 'pipe'],
			detached: true,
			env: {...process.env, SSH_ASKPASS_REQUIRE: 'never'},
		});
		keep(child);
		return throughChild(child, endpoint);
	},
	explain: error => error,
});

/** What goes into a process and what comes out, as one connection; its end waits for why the process ended. */
const throughChild = (child: Child, endpoint: SshEndpoint): Duplex => {
	let said = '';
	const stream = new Duplex({
		read: () => void child.stdout.resume(),
		// Why it can't be written is told by how the process ends.
		write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
		final: done => void child.stdin.end(() => done()),
		destroy: (error, done) => {
			child.kill();
			done(error);
		},
	});
	let hasFinished = false;
	const finish = (code: number | null) => {
		if (hasFinished) {
			return;
		}
		hasFinished = true;
		if (code === 0) {
			stream.push(null);
			stream.end();
		} else {
			stream.destroy(explainSsh(endpoint, said, code));
		}
	};
	child.stdin.on('error', () => {});
	child.stdout.on('data', (chunk: Buffer) => {
		if (!stream.push(chunk)) {
			child.stdout.pause();
		}
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		said = (said + text).slice(-mostSaid);
	});
	child.on('error', error => stream.destroy(missingSsh(error)));
	child.on('exit', code => {
		const timer = setTimeout(() => finish(code), lastWords);
		child.once('close', () => {
			clearTimeout(timer);
			finish(code);
		});
	});
	return Object.assign(stream, socketHabits(stream));
};

/** What HTTP asks of a socket and a process has none of. */
const socketHabits = (stream: Duplex) => ({
	setKeepAlive: () => stream,
	setNoDelay: () => stream,
	setTimeout: () => stream,
	ref: () => stream,
	unref: () => stream,
});

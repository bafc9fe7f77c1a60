import type {Duplex} from 'node:stream';
import {setTimeout as wait} from 'node:timers/promises';
import {readText} from './body.ts';
import type {Calls} from './calls.ts';
import {idOf, numberOf, objectOf} from './decode/values.ts';
import type {Exec, ExecOrder, TerminalSize} from './engine.ts';
import {normalise} from './normalise.ts';

/**
Keys that would let go of the program. Docker's own, Ctrl+P Ctrl+Q, would hold back every Ctrl+P until the next key; these
begin with what hardly anybody types (Ctrl+Space).
*/
const detachKeys = Array.from({length: 6}, () => 'ctrl-@').join(',');

/** Looks, 100 ms apart, until the engine knows that a program has ended whose output has. */
const looks = 10;

/** Runs a program in a container (`POST /containers/{id}/exec`, `POST /exec/{id}/start`), on a terminal of its own. */
export const openExec = async (calls: Calls, order: ExecOrder, signal: AbortSignal): Promise<Exec> => {
	const path = `/containers/${encodeURIComponent(order.container)}/exec`;
	const body = {
		Tty: true,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		DetachKeys: detachKeys,
		Cmd: order.command,
	};
	const answer: unknown = JSON.parse(await calls.write('POST', {path, body}, signal));
	const id = encodeURIComponent(idOf(objectOf(answer, 'program to run').Id, 'program to run'));
	const start = {path: `/exec/${id}/start`, body: {Tty: true, Detach: false}};
	const exec = execOver(calls, id, await calls.takeOver(start, signal));
	// The engine keeps it until the program is there (moby, daemon/resize.go).
	void exec.resize(order.size);
	return exec;
};

const execOver = (calls: Calls, id: string, connection: Duplex): Exec => {
	// What is typed at a program that has just ended is nobody's.
	connection.on('error', () => {});
	return {
		output: outputOf(connection, calls.address),
		type: bytes => void (connection.writable && connection.write(bytes)),
		resize: async ({columns, rows}: TerminalSize) => {
			const query = {h: rows, w: columns};
			await calls.write('POST', {path: `/exec/${id}/resize`, query}, undefined).catch(() => {});
		},
		exitCode: () => exitCodeOf(calls, id),
		close: () => void connection.destroy(),
	};
};

async function* outputOf(connection: Duplex, address: string): AsyncGenerator<Uint8Array, void, void> {
	try {
		yield* connection as AsyncIterable<Uint8Array>;
	} catch (error) {
		throw normalise(error, address);
	}
}

/** While the engine says that it runs, it has no exit code; with its container, the engine has forgotten it. */
const exitCodeOf = async (calls: Calls, id: string): Promise<number | undefined> => {
	for (let look = 0; look < looks; look++) {
		const text = await calls.read({path: `/exec/${id}/json`}, readText, undefined).catch(() => undefined);
		const {Running: isRunning, ExitCode: code} = objectOf(JSON.parse(text ?? '{}'), 'program');

		if (text === undefined || isRunning !== true) {
			return numberOf(code);
		}

		await wait(100);
	}

	return undefined;
};

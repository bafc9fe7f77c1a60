import type {ServerResponse} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';

/** What goes wrong with an answer. */
export type Fault = {
	/** Only for so many requests, then all is well again. */
	readonly times?: number;
	/** Milliseconds before anything is sent. */
	readonly delay?: number;
	/** No answer, not even a header. */
	readonly never?: true;
	/** A header, and no byte of the body. */
	readonly neverBody?: true;
	/** This answer instead of the right one. */
	readonly status?: number;
	readonly message?: string;
	/** The connection breaks after so many bytes of the body. */
	readonly cutAfterBytes?: number;
	/** The answer stops after so many bytes of the body, the connection stays. */
	readonly stallAfterBytes?: number;
	/** The body comes in thirty pieces, so many milliseconds apart. */
	readonly trickle?: number;
	/** The body is this, with status 200. `true` is something that is no JSON. */
	readonly garbage?: true | string;
	/** No HTTP at all. */
	readonly noise?: true;
	/** The connection is closed before an answer. */
	readonly hangUp?: true;
	/** Somewhere else. */
	readonly redirect?: string;
};

/** How routes answer: whole bodies or pieces, through the fault that is set. */
export type Reply = {
	readonly before: () => Promise<void>;
	readonly head: (status: number, headers?: Record<string, string>) => void;
	readonly write: (bytes: Buffer) => void;
	readonly end: () => void;
	/** Calls back when the connection is gone. */
	readonly gone: (then: () => void) => void;
};

export const faultyResponse = (
	response: ServerResponse,
	fault: Fault = {},
	count: (bytes: number) => void = () => {},
): Reply => {
	let sent = 0;
	let isDead = false;
	const held: Buffer[] = [];

	const send = (bytes: Buffer) => {
		const limit = fault.neverBody ? 0 : (fault.cutAfterBytes ?? fault.stallAfterBytes ?? Number.POSITIVE_INFINITY);
		const part = bytes.subarray(0, Math.max(0, limit - sent));
		sent += part.length;
		count(part.length);
		response.write(part);
		if (sent < limit) {
			return;
		}
		isDead = true;
		if (fault.cutAfterBytes !== undefined) {
			setImmediate(() => response.socket?.destroy());
		}
	};

	const drip = async (bytes: Buffer, pause: number) => {
		const size = Math.ceil(bytes.length / 30);
		for (let at = 0; at < bytes.length; at += size) {
			await delay(pause);
			send(bytes.subarray(at, at + size));
		}
		response.end();
	};

	const instead = (status: number, body: string, headers: Record<string, string> = {}) => {
		response.writeHead(status, headers);
		response.end(body);
		isDead = true;
	};

	const before = async () => {
		if (fault.delay !== undefined) {
			await delay(fault.delay);
		}
		isDead = fault.never === true;
		if (fault.status !== undefined) {
			instead(fault.status, JSON.stringify({message: fault.message ?? ''}), {'Content-Type': 'application/json'});
		} else if (fault.garbage !== undefined) {
			instead(200, fault.garbage === true ? '<html>It works!</html>' : fault.garbage);
		} else if (fault.redirect !== undefined) {
			instead(301, '', {Location: fault.redirect});
		} else if (fault.noise || fault.hangUp) {
			isDead = true;
			response.socket?.end(fault.noise ? 'SSH-2.0-OpenSSH_9.2\r\n' : '');
		}
	};

	return {
		before,
		head: (status, headers = {}) => {
			if (!isDead) {
				response.writeHead(status, headers);
				response.flushHeaders();
			}
		},
		write: bytes => {
			if (fault.trickle !== undefined) {
				held.push(bytes);
			} else if (!isDead) {
				send(bytes);
			}
		},
		end: () => {
			if (fault.trickle !== undefined) {
				void drip(Buffer.concat(held), fault.trickle);
			} else if (!isDead) {
				response.end();
			}
		},
		gone: then => void response.on('close', then),
	};
};

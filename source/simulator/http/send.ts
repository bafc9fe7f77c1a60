import type {ServerResponse} from 'node:http';
import type {Out, Reply} from './call.ts';

/** Big answers go out in pieces of about this many characters, and wait while the reader is slow. */
const pieceSize = 256 * 1024;

type Options = {readonly headers: Readonly<Record<string, string>>; readonly cutAfter: number};

function* joined(pieces: Iterable<string>): Generator<string> {
	let gathered: string[] = [];
	let size = 0;
	for (const piece of pieces) {
		gathered.push(piece);
		size += piece.length;
		if (size >= pieceSize) {
			yield gathered.join('');
			gathered = [];
			size = 0;
		}
	}
	yield gathered.join('');
}

/** Writes until so many bytes are out, and breaks the connection there. */
const limited = (response: ServerResponse, limit: number) => {
	let left = limit;
	return (bytes: string | Uint8Array): boolean => {
		const buffer = Buffer.from(bytes);
		if (buffer.length <= left) {
			left -= buffer.length;
			return response.write(buffer);
		}
		// What was promised goes out first; after that nobody is waited for.
		response.write(buffer.subarray(0, left), () => response.destroy());
		return false;
	};
};

const sendPieces = (response: ServerResponse, pieces: Iterator<string>, write: (text: string) => boolean) => {
	for (let next = pieces.next(); !next.done; next = pieces.next()) {
		if (response.destroyed) {
			return;
		}
		if (!write(next.value)) {
			response.once('drain', () => sendPieces(response, pieces, write));
			return;
		}
	}
	response.end();
};

const sendStream = (
	response: ServerResponse,
	start: (out: Out) => void,
	write: (bytes: string | Uint8Array) => boolean,
) => {
	response.flushHeaders();
	start({
		write: bytes => void (response.destroyed || response.writableEnded || write(bytes)),
		end: () => void response.end(),
		onClose: run => void response.on('close', run),
	});
};

/** Sends a reply as the engine would: a body ends with a line break, and an error is `{"message": ...}`. */
export const send = (response: ServerResponse, reply: Reply, {headers, cutAfter}: Options) => {
	const type = reply.kind === 'json' || reply.kind === 'pieces' ? {'Content-Type': 'application/json'} : {};
	const write = Number.isFinite(cutAfter) ? limited(response, cutAfter) : response.write.bind(response);
	response.writeHead(reply.status ?? 200, {...headers, ...type, ...reply.headers});
	switch (reply.kind) {
		case 'json':
			return sendPieces(response, [`${JSON.stringify(reply.json)}\n`].values(), write);
		case 'pieces':
			return sendPieces(response, joined(reply.pieces), write);
		case 'stream':
			return sendStream(response, reply.start, write);
		default:
			response.end();
	}
};

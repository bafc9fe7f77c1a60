import {EngineError} from './errors.ts';

/** A piece of a log: a frame's payload, or for a terminal's log a line. */
export type LogPiece = {
	readonly stream: 'stdout' | 'stderr' | 'engine';
	/** With its newline, unless the line goes on in the next piece of the same task. */
	readonly payload: Buffer;
};

const headSize = 8;
/** A frame holds one line or 16 KiB of one, and its prefix; a larger one is no frame. */
const largestFrame = 4 * 2 ** 20;
const newline = 0x0a;
const streams: readonly LogPiece['stream'][] = ['stdout', 'stdout', 'stderr', 'engine'];

/**
Cuts a log body into pieces, wherever the chunks end. Logs of a terminal come raw, all others in frames (`[type,0,0,0,
length]payload`). Engines before API 1.42 don't say which: but as every raw line begins with its timestamp or with
words, and every frame with a byte below 4, the first byte tells.
*/
export const pieceSplitter = () => {
	let held: Buffer = Buffer.alloc(0);
	let split: ((bytes: Buffer) => Cut) | undefined;
	return (chunk: Buffer): readonly LogPiece[] => {
		const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
		split ??= bytes.length === 0 ? undefined : (bytes[0] ?? 0) < streams.length ? cutFrames : cutLines;
		const {pieces, used} = split?.(bytes) ?? {pieces: [], used: 0};
		held = bytes.subarray(used);
		if (held.length > largestFrame + headSize) {
			throw garbled();
		}
		return pieces;
	};
};

type Cut = {readonly pieces: readonly LogPiece[]; readonly used: number};

const garbled = () => new EngineError('garbled', 'The engine sends a log that makes no sense.');

const cutFrames = (bytes: Buffer): Cut => {
	const pieces: LogPiece[] = [];
	let at = 0;
	while (at + headSize <= bytes.length) {
		const stream = streams[bytes[at] ?? 0];
		const length = bytes.readUInt32BE(at + 4);
		if (stream === undefined || length > largestFrame || bytes.readUIntBE(at + 1, 3) !== 0) {
			throw garbled();
		}
		const end = at + headSize + length;
		if (end > bytes.length) {
			break;
		}
		pieces.push({stream, payload: bytes.subarray(at + headSize, end)});
		at = end;
	}
	return {pieces, used: at};
};

const cutLines = (bytes: Buffer): Cut => {
	const pieces: LogPiece[] = [];
	let at = 0;
	for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
		const payload = bytes.subarray(at, end + 1);
		pieces.push({stream: payload.indexOf('Error grabbing logs') === 0 ? 'engine' : 'stdout', payload});
		at = end + 1;
	}
	return {pieces, used: at};
};

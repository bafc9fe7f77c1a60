import {createReadStream} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** `~` and `~/...` as a shell has them; another user's home is left to the shell. */
const expanded = (path: string, home: string) =>
	path === '~' ? home : path.startsWith('~/') ? join(home, path.slice(2)) : path;

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'is not there',
	ENOTDIR: 'is not there',
	EACCES: "can't be read: this user may not",
	EPERM: "can't be read: this user may not",
	EISDIR: 'is a folder, not a file',
	ELOOP: 'is a link that leads nowhere',
	ENAMETOOLONG: 'is too long for a path',
};

/** A clause about a file: `is not there`. */
const whyUnreadable = (error: unknown): string => {
	const code = String((error as {code?: unknown} | undefined)?.code ?? '');
	return reasons[code] ?? `can't be read (${code === '' ? 'for an unknown reason' : code})`;
};

/**
A file that the user named, as bytes that belong to the caller: nothing else keeps them. It must be a plain file, and
have less than `limit` bytes; else it rejects with a clause about it, never with anything of its content.
*/
export const readGivenFile = async (path: string, limit: number, home = homedir()): Promise<Uint8Array> => {
	const file = await open(expanded(path, home), 'r').catch((error: unknown) => {
		throw new Error(whyUnreadable(error));
	});

	try {
		const stat = await file.stat();
		const {size} = stat;

		if (!stat.isFile()) {
			throw new Error(stat.isDirectory() ? 'is a folder, not a file' : 'is no plain file');
		}

		if (size >= limit) {
			throw new Error(`has ${size} bytes: there must be less than ${limit}`);
		}

		return await wholeOf(file, size);
	} finally {
		await file.close();
	}
};

/** Up to its end, if that comes before `limit` bytes; the pieces it came in are overwritten. */
const drained = async (stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> => {
	const pieces: Uint8Array[] = [];
	let size = 0;

	try {
		for await (const piece of stream) {
			pieces.push(piece);
			size += piece.length;

			if (size >= limit) {
				throw new Error(`has more than there may be: less than ${limit} bytes`);
			}
		}

		const whole = new Uint8Array(size);
		let at = 0;

		for (const piece of pieces) {
			whole.set(piece, at);
			at += piece.length;
		}

		return whole;
	} finally {
		for (const piece of pieces) {
			piece.fill(0);
		}
	}
};

/** For scripts: a file, a pipe that stands for one as in `<(pass show db)`, or the standard input where there is no path. */
export const readGivenInput = async (path: string | undefined, limit: number): Promise<Uint8Array> => {
	if (path === undefined) {
		return drained(process.stdin, limit);
	}

	const {isFIFO} = await stat(path).then(
		found => ({isFIFO: found.isFIFO()}),
		() => ({isFIFO: false}),
	);
	return isFIFO ? drained(createReadStream(path), limit) : readGivenFile(path, limit);
};

const wholeOf = async (file: Awaited<ReturnType<typeof open>>, size: number): Promise<Uint8Array> => {
	const bytes = new Uint8Array(size);
	let length = 0;

	while (length < size) {
		const {bytesRead} = await file.read(bytes, length, size - length);

		if (bytesRead === 0) {
			break;
		}

		length += bytesRead;
	}

	return bytes.subarray(0, length);
};

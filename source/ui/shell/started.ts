/** A program that writes nothing at first, such as `cat`, is on screen after so many milliseconds all the same. */
const patience = 1_500;

const soonest = 4096;

type Peeked = {
	/** What it wrote first. */
	readonly head: string;
	/** All it writes, that included. */
	readonly output: AsyncIterable<Uint8Array>;
};

/**
Waits for the first that a program writes: engines tell there, and nowhere else, that it could not be started (moby,
daemon/exec.go), and for that the terminal isn't lent.
*/
export async function peeked(output: AsyncIterable<Uint8Array>, wait = patience): Promise<Peeked> {
	const pieces = output[Symbol.asyncIterator]();
	const first = pieces.next();
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<undefined>(resolve => {
		timer = setTimeout(() => resolve(undefined), wait);
	});
	const seen = await Promise.race([first, late]).finally(() => clearTimeout(timer));
	const head = seen === undefined || seen.done ? '' : Buffer.from(seen.value).toString().slice(0, soonest);

	async function* all() {
		try {
			for (let piece = await first; !piece.done; piece = await pieces.next()) {
				yield piece.value;
			}
		} finally {
			await pieces.return?.();
		}
	}

	return {head, output: all()};
}

/** The runtime's words for a program that it could not start. */
export const isRefused = (head: string) => /^\s*(OCI runtime exec failed|exec failed)/.test(head);

type Refused = {
	readonly head: string;
	readonly name: string;
	readonly command: readonly string[];
	/** Its id. */
	readonly container: string;
};

/** Why it could not be started, and what would work. */
export function refusalSentence({head, name, command, container}: Refused): string {
	const program = command[0] ?? '';
	const id = container.slice(0, 12);

	if (!/not found|no such file/.test(head)) {
		const words = /: ([^:]+?)(: unknown)?\s*$/.exec(head)?.[1] ?? head.trim();
		return `${name}: "${program}" can't be run there: ${words}.`;
	}

	const isShell = /^(ba|a|da|z)?sh$/.test(program);
	const lacking = `The image of ${name} has no "${program}".`;
	return isShell
		? `${lacking} A program that it has can be run instead, by its path. A shell beside it, with its processes and its network: docker run --rm -it --pid container:${id} --network container:${id} busybox`
		: `${lacking} Is that its whole path?`;
}

type Writable = {write: NodeJS.WriteStream['write']};

export type Pace = {
	/** How many milliseconds to leave between frames that can wait, such as those of a log: 100 to 1000. */
	readonly interval: () => number;
	readonly stop: () => void;
};

/**
 * Node writes to a terminal synchronously, so a terminal that reads slowly stops everything else meanwhile. This measures
 * how long writes take, and gives the rest of the program four times as long.
 */
export const measureWrites = (stdout: Writable, now = () => performance.now()): Pace => {
	const {write} = stdout;
	let slowest = 0;
	stdout.write = ((...parts: Parameters<typeof write>) => {
		const startedAt = now();
		const hasRoom = write.apply(stdout, parts);
		// A slow moment is forgotten over some ten writes.
		slowest = Math.max(now() - startedAt, slowest * 0.8);
		return hasRoom;
	}) as typeof write;
	return {
		interval: () => Math.min(1000, Math.max(100, Math.round(4 * slowest))),
		stop() {
			stdout.write = write;
		},
	};
};

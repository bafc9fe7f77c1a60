/** A moment, in milliseconds since 1970. Rules never read the clock: whoever asks passes `now`. */
export type Instant = number;

/** A length of time in seconds. */
export type Seconds = number;

/** Plain JSON: how specs are carried that only `engine/` may look into. */
export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

export type Labels = Readonly<Record<string, string>>;

export type Resources = {
	/** Whole processors: 0.5 is half of one. */
	readonly cpus: number;
	readonly memoryBytes: number;
};

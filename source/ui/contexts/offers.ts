/** Something that skep can be connected to: one of Docker's contexts, or what skep was started with. */
export type Offer = {
	readonly id: string;
	readonly name: string;
	/** Its address, or those that are asked in turn; empty where it can't be told. */
	readonly host: string;
	readonly description: string;
	readonly isInUse: boolean;
	/** What plain `docker` uses in this shell. */
	readonly isDockers: boolean;
	/** Why it can't be used, in a sentence. */
	readonly problem?: string;
};

export type Offers = {
	readonly offers: readonly Offer[];
	/** Why it isn't known which of them docker uses, in a sentence. */
	readonly problem?: string;
};

/** From one swarm to another, in the same skep. */
export type Connections = {
	readonly offered: () => Offers;
	/**
	Leaves the connection of now once the engine there has answered, and `whyStay` finds nothing against it. Rejects with
	a sentence; nothing has changed then.
	*/
	readonly take: (
		id: string,
		options: {readonly signal: AbortSignal; readonly whyStay: () => string | undefined},
	) => Promise<void>;
};

/** What the keyboard sends to all programs of the terminal at once. */
const interrupts = ['SIGINT', 'SIGQUIT'] as const;

/** Nobody here minds what the keyboard interrupts while another program has the terminal: it is meant for that one. */
export async function leftUninterrupted<T>(run: () => Promise<T>): Promise<T> {
	const kept = interrupts.map(signal => [signal, process.listeners(signal)] as const);
	const ignore = () => {};

	for (const [signal] of kept) {
		process.removeAllListeners(signal).on(signal, ignore);
	}

	try {
		return await run();
	} finally {
		for (const [signal, listeners] of kept) {
			process.off(signal, ignore);

			for (const listener of listeners) {
				process.on(signal, listener);
			}
		}
	}
}

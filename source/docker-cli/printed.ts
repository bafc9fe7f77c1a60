const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Lines as they can be shown: without colours, control characters and empty ones. */
export const linesOf = (printed: string): readonly string[] =>
	printed
		.replaceAll(sequences, '')
		.split('\n')
		.map(line => line.replaceAll(controls, '').trim())
		.filter(line => line !== '');

/** What the command line says at every run, and the plan has said already, line by line. */
const idle = [
	/^Ignoring (?:unsupported|deprecated) options/,
	/^Since --detach=/,
	/^In a future release, --detach/,
	/\blevel=warning\b/,
];

/** What is worth a look of what it printed to stderr: warnings of the engine, and errors. */
export const warningsIn = (printed: string): readonly string[] =>
	linesOf(printed).filter(
		line => !idle.some(pattern => pattern.test(line)) && !/^\w+: (?:Setting the|Exposing)/.test(line),
	);

/** The error of a failed run: its last sentence, without what the command line always adds. */
export const errorIn = (printed: string): string => {
	const lines = warningsIn(printed).filter(line => !/^(?:See '|Usage:|Run 'docker)/.test(line));
	return (lines.at(-1) ?? 'it ended with an error, and no word why').replace(/^Error response from daemon: /, '');
};

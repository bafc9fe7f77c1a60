import {type LogsAsked, runLogs} from './logs.ts';
import {exitCodes} from './outcome.ts';

/** As shells count an end by a signal. */
const endings = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

/**
Logs to this process's own output, until they end, someone stops them, or nobody reads on (`skep logs web | head`).
Answers the exit code.
*/
export const logsInShell = async (asked: Pick<LogsAsked, 'args' | 'connect'>): Promise<number> => {
	const stopping = new AbortController();
	let code: number | undefined;
	const stop = (ending: number) => () => {
		code ??= ending;
		stopping.abort();
	};
	Object.entries(endings).forEach(([signal, ending]) => void process.on(signal, stop(ending)));
	process.stdout.on('error', stop(exitCodes.done));
	process.stderr.on('error', () => {});
	const ended = await runLogs({
		...asked,
		now: Date.now,
		signal: stopping.signal,
		out: text => void (stopping.signal.aborted || process.stdout.write(text)),
		err: text => void (stopping.signal.aborted || process.stderr.write(text)),
	});
	return code ?? ended;
};

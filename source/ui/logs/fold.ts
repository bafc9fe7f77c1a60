import type {LogLine} from '../../store/log-buffer.ts';
import {clean} from '../text/clean.ts';

/** A line of JSON, for reading. */
type Folded = {readonly level: string; readonly message: string; readonly rest: string};

const levels = ['level', 'severity', 'lvl', 'levelname', 'log.level', 'loglevel'];
const messages = ['msg', 'message', 'event', 'text', 'log'];
/** Each line has its time already. */
const times = ['time', 'ts', 'timestamp', '@timestamp', 't', 'datetime'];
/** As pino and bunyan count. */
const numbered: Readonly<Record<string, string>> = {
	'10': 'trace',
	'20': 'debug',
	'30': 'info',
	'40': 'warn',
	'50': 'error',
	'60': 'fatal',
};
/** A longer line is no message with fields beside it. */
const longest = 20_000;

const known = new WeakMap<LogLine, Folded | 'none'>();

/** Level, message and the rest of a line that is a JSON object; undefined where it is none. */
export const folded = (line: LogLine): Folded | undefined => {
	const told = known.get(line) ?? fold(line.text) ?? 'none';
	known.set(line, told);
	return told === 'none' ? undefined : told;
};

const fold = (text: string): Folded | undefined => {
	if (!text.startsWith('{') || text.length > longest) {
		return undefined;
	}
	const parsed = parsedAs(text);
	if (parsed === undefined) {
		return undefined;
	}
	const [level, message] = [levels, messages].map(names => names.find(name => isShort(parsed[name])));
	const rest = Object.entries(parsed).filter(([name]) => name !== level && name !== message && !times.includes(name));
	const told = level === undefined ? '' : String(parsed[level]);
	return {
		level: clean(numbered[told] ?? told).toUpperCase(),
		message: message === undefined ? '' : clean(String(parsed[message])),
		rest: rest.map(([name, value]) => `${clean(name)}=${valueText(value)}`).join(' '),
	};
};

const parsedAs = (text: string): Readonly<Record<string, unknown>> | undefined => {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
	} catch {
		return undefined;
	}
};

const isShort = (value: unknown) => typeof value === 'string' || typeof value === 'number';

const valueText = (value: unknown) => {
	const text = clean(typeof value === 'string' ? value : JSON.stringify(value));
	return typeof value === 'string' && /[\s=]|^$/.test(text) ? JSON.stringify(text) : text;
};

/** Someone has to look at it: errors and what is worse. */
export const isErrorLevel = (level: string) => /^(?:ERR|FATAL|CRIT|PANIC|EMERG|ALERT)/.test(level);

const errorWord =
	/(?:\b(?:level|severity|lvl)=["']?)?\b(?:ERROR|FATAL|PANIC|CRITICAL)\b|\b(?:level|severity|lvl)=["']?(?:error|fatal|panic|critical)\b|^(?:panic|fatal|error):/;
/** A level stands at the beginning: further on it is a word like any other. */
const headOfLine = 80;

/** Where an ordinary line says that it is an error. */
export const errorAt = (text: string): {readonly from: number; readonly to: number} | undefined => {
	const found = errorWord.exec(text.slice(0, headOfLine));
	return found === null ? undefined : {from: found.index, to: found.index + found[0].length};
};

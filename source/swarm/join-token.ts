import {parseIp} from './ip-address.ts';
import type {Parsed} from './parsed.ts';

/** What a machine joins by. */
type JoinWords = {
	/** A secret: never logged, never shown. */
	readonly token: string;
	/** `host:port` of a manager. */
	readonly manager: string;
};

/** SwarmKit's ParseJoinToken: a version, the fingerprint of the root certificate, a secret; FIPS swarms have one more part. */
const whole = /^SWMTKN-(1|2-[01])-[0-9a-z]{50}-[0-9a-z]{25}$/;

/** What is wrong with a join token. Never says the token itself: it is a secret even with a typing error. */
export const parseJoinToken = (text: string): Parsed<string> => {
	const token = text.trim();

	if (whole.test(token)) {
		return {value: token};
	}

	if (token === '') {
		return {
			problem: 'the token is missing: a manager shows it, in skep under :swarm or by docker swarm join-token worker',
		};
	}

	if (token.startsWith('SWMKEY-')) {
		return {problem: 'this is an unlock key; a join token begins with SWMTKN-1-'};
	}

	if (!token.startsWith('SWMTKN-')) {
		return {problem: 'this is no join token: those begin with SWMTKN-1-'};
	}

	return {problem: incomplete(token)};
};

const incomplete = (token: string) => {
	const [, version, ...parts] = token.split('-');
	const [fingerprint = '', secret] = version === '2' ? parts.slice(1) : parts;

	if (version !== '1' && version !== '2') {
		return 'its second part is not 1: SWMTKN-1-, 50 letters and digits, -, 25 more';
	}

	if (secret === undefined || parts.length > (version === '2' ? 3 : 2)) {
		return 'it is not whole: SWMTKN-1-, 50 letters and digits, -, 25 more';
	}

	return /[^0-9a-z]/.test(fingerprint + secret)
		? 'it has a character that no token has: after SWMTKN-1- there are only small letters, digits and one -'
		: `its parts have ${fingerprint.length} and ${secret.length} characters, not 50 and 25: something was cut off or typed twice`;
};

/** Managers listen there unless they were told otherwise. */
const usualPort = '2377';

/** `10.0.0.5:2377`, `mgr1`, `[fd00::5]:2377`; without a port, the usual one. */
export const parseManagerAddress = (text: string): Parsed<string> => {
	const address = text.trim();

	if (address === '') {
		return {problem: "a manager's address is missing: its IP or name, as in 10.0.0.5:2377"};
	}

	if (address.includes('SWMTKN-')) {
		return {problem: 'a join token is no address: it goes into the field of the token'};
	}

	if (address.includes('://')) {
		return {problem: 'managers are joined without a scheme: 10.0.0.5:2377'};
	}

	const [, bracketed, plain, port = usualPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(address) ?? [];
	const host = bracketed ?? plain ?? '';

	if (parseIp(address)?.family === 6) {
		return {value: `[${address}]:${usualPort}`};
	}

	if (!isPort(port)) {
		return {problem: `"${port}" is no port: a number from 1 to 65535, for managers 2377`};
	}

	const isHost = bracketed === undefined ? isHostName(host) : parseIp(host)?.family === 6;
	return isHost
		? {value: `${bracketed === undefined ? host : `[${host}]`}:${port}`}
		: {problem: `"${address}" is no address of a manager: an IP or a name, with a port, as in 10.0.0.5:2377`};
};

const isPort = (text: string) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;

/** Only digits and dots must be an IP: `10.0.0.256` is no name. */
export const isHostName = (text: string) =>
	/^[\d.]+$/.test(text)
		? parseIp(text) !== undefined
		: text.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(text);

/** The whole command that a manager shows, pasted; undefined where a text is none. Line breaks and `\` are let be. */
export const parseJoinCommand = (text: string): Partial<JoinWords> | undefined => {
	const words = text.split(/[\s\\]+/).filter(word => word !== '');
	const at = words.findIndex((word, index) => word === 'join' && words[index - 1] === 'swarm');
	const rest = at < 0 ? words : words.slice(at + 1);
	const flag = rest.findIndex(word => word === '--token' || word.startsWith('--token='));

	if (at < 0 && flag < 0) {
		return undefined;
	}

	const given = rest[flag]?.startsWith('--token=') ? rest[flag].slice('--token='.length) : rest[flag + 1];
	const token = flag < 0 ? undefined : given;
	const manager = rest.findLast(word => !word.startsWith('-') && word !== token);
	return {...(token !== undefined && {token}), ...(manager !== undefined && {manager})};
};

import {parseIp} from '../../swarm/ip-address.ts';
import type {EngineTarget, HostAddress} from '../target.ts';

/** Linux allows more, but whoever names an interface so meant something else. */
const isInterface = (text: string) => /^[a-z][\w.@-]{0,14}$/i.test(text) && !/^[\d.]+$/.test(text);

const isUnspecified = (text: string) => /^(0\.0\.0\.0|::)$/.test(text);

/** What is wrong with it, as the engine sees it (`resolveAdvertiseAddr`); an interface is looked for only there. */
export const addressProblem = (text: string): string | undefined => {
	if (text === '') {
		return undefined;
	}

	const [, host = '', port] = /^\[([^\]]+)\](?::(.*))?$/.exec(text) ??
		/^([^:]+)(?::(.*))?$/.exec(text) ?? [undefined, text];

	if (port !== undefined && !(/^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535)) {
		return `"${port}" is no port: a number from 1 to 65535`;
	}

	return isUnspecified(host)
		? `${host} is every address and none: one is needed that the other machines can call`
		: placeProblem(host);
};

/** As an advertise address, but without a port. */
export const dataPathProblem = (text: string): string | undefined =>
	text === '' || (isUnspecified(text) ? false : parseIp(text) !== undefined)
		? undefined
		: text.includes(':')
			? `"${text}" has a port, and the data path takes none: an IP or an interface`
			: isUnspecified(text)
				? `${text} is every address and none`
				: placeProblem(text);

const placeProblem = (host: string) =>
	parseIp(host) !== undefined || isInterface(host)
		? undefined
		: `"${host}" is neither an IP nor an interface: 10.0.0.5, or eth0`;

/** What an engine accepts without a word, and nobody can reach then. */
export const addressWarnings = (advertise: string | undefined, {addresses = []}: EngineTarget): readonly string[] => {
	const host = advertise?.replace(/^\[(.+)\].*$/, '$1').replace(/^([^:]+):\d+$/, '$1') ?? '';

	if (/^127\.|^::1$|^lo$/.test(host)) {
		return [`${host} is this machine to itself: no other can ever join.`];
	}

	const isHere = (here: HostAddress) => here.address === host || here.name === host;
	return host === '' || addresses.length === 0 || addresses.some(isHere)
		? []
		: [
				`This machine has no address or interface ${host}: the engine takes it all the same, and nobody can join unless it leads here.`,
			];
};

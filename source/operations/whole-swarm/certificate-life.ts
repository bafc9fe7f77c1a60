import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Seconds} from '../../swarm/values.ts';

const units: Readonly<Record<string, Seconds>> = {s: 1, m: 60, h: 3600, d: 86_400};

const hour: Seconds = 3600;

/** SwarmKit's default, `ca.DefaultNodeCertExpiration`. */
export const usualCertificateLife: Seconds = 90 * 86_400;

/** More than the engine can count in nanoseconds comes out as a time in the past. */
const longest: Seconds = 100 * 365 * 86_400;

/** How long the certificates of nodes are good for: `90d`, `720h`, `1h30m`. SwarmKit takes no less than an hour (`validateClusterSpec`). */
export const parseCertificateLife = (text: string): Parsed<Seconds> => {
	const parsed = secondsIn(text.trim());

	if (!isValid(parsed)) {
		return parsed;
	}

	if (parsed.value < hour) {
		return {problem: 'the engine takes no less than 1h'};
	}

	return parsed.value <= longest ? parsed : {problem: 'that is more than 100 years: 36500d at most'};
};

const secondsIn = (text: string): Parsed<Seconds> => {
	if (!/^(\d+(\.\d+)?[smhd])+$/.test(text)) {
		const like = /^\d+$/.test(text) ? `${text}d or ${text}h` : '90d, 720h or 1h30m';
		return {
			problem: text === '' ? 'a length of time is missing: 90d is usual' : `"${text}" is no length of time: ${like}`,
		};
	}

	const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)];
	const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
	return {value: Math.round(seconds)};
};

/** As one writes it: `90d`, `36h`, `1h30m`. */
export const certificateLife = (seconds: Seconds): string => {
	const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];

	if (rest === 0 && days > 0) {
		return `${days}d`;
	}

	const [hours, minutes, left] = [Math.floor(seconds / hour), Math.floor((seconds % hour) / 60), seconds % 60];
	return [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '', left > 0 ? `${left}s` : ''].join('') || '0s';
};

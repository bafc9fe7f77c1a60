import type {Seconds} from '../swarm/values.ts';

const units: Readonly<Record<string, Seconds>> = {ms: 0.001, s: 1, m: 60, h: 3600};

const longest: Seconds = 100 * 24 * 3600;

/** `10`, `10s`, `1m30s`, `500ms` in seconds; undefined when it is none of these. A bare number is seconds. */
export const parseDuration = (text: string): Seconds | undefined => {
	const trimmed = text.trim();

	if (/^\d+(\.\d+)?$/.test(trimmed)) {
		return bounded(Number(trimmed));
	}

	if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(trimmed)) {
		return undefined;
	}

	const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
	return bounded(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0));
};

const bounded = (seconds: Seconds) => (seconds <= longest ? Math.round(seconds * 1000) / 1000 : undefined);

/** As Docker's command line takes it: `1m30s`, `0s`, `0.5s`. */
export const duration = (seconds: Seconds) => {
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
	const rest = Math.round((seconds % 60) * 1000) / 1000;
	const parts = [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '', rest > 0 ? `${rest}s` : ''].join('');

	return parts || '0s';
};

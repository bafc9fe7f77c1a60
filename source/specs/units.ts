import {isValid, type Parsed} from '../swarm/parsed.ts';

const nanosecondsIn = {h: 3_600_000_000_000, m: 60_000_000_000, s: 1_000_000_000, ms: 1_000_000, us: 1_000, ns: 1};

const bytesIn = {P: 2 ** 50, T: 2 ** 40, G: 2 ** 30, M: 2 ** 20, K: 2 ** 10};

const nanosPerCpu = 1_000_000_000;

/** `amount` units of `size`, where that is a whole number that is exact; no floating point on the way. */
const whole = (amount: string, size: number): number | undefined => {
	const [units = '', fraction = ''] = amount.split('.');
	const scale = 10n ** BigInt(fraction.length);
	const scaled = BigInt(units + fraction) * BigInt(size);
	const value = Number(scaled / scale);
	return scaled % scale === 0n && Number.isSafeInteger(value) ? value : undefined;
};

/** Nanoseconds as Docker's command line takes them: `1m30s`, `250ms`, `0s`. */
export const durationText = (nanoseconds: number): string => {
	let rest = nanoseconds;
	const parts = Object.entries(nanosecondsIn).map(([unit, size]) => {
		const amount = Math.floor(rest / size);
		rest %= size;
		return amount === 0 ? '' : `${amount}${unit}`;
	});
	return parts.join('') || '0s';
};

/** `10s`, `1m30s`, `1.5s` in nanoseconds. */
export const parseDurationText = (text: string): Parsed<number> => {
	const trimmed = text.trim();
	const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)];
	const amounts = parts.map(([, amount = '', unit = '']) =>
		whole(amount, nanosecondsIn[unit as keyof typeof nanosecondsIn]),
	);
	const sum = amounts.reduce<number>((total, amount) => total + (amount ?? Number.NaN), 0);
	return parts.length > 0 && parts.map(([part]) => part).join('') === trimmed && Number.isSafeInteger(sum)
		? {value: sum}
		: {problem: `"${text}" is no length of time such as 10s or 1m30s`};
};

/** `64MiB`, or plain bytes where no unit is exact. */
export const bytesText = (bytes: number): string => {
	const [unit, size] = Object.entries(bytesIn).find(([, size]) => bytes !== 0 && bytes % size === 0) ?? [];
	return unit === undefined || size === undefined ? `${bytes}` : `${bytes / size}${unit}iB`;
};

/** As Docker reads sizes: `64MiB`, `64M` and `64mb` are the same, and a plain number is bytes. */
export const parseBytesText = (text: string): Parsed<number> => {
	const [, amount, unit] = /^(\d+(?:\.\d+)?)\s?([kmgtp])?i?b?$/i.exec(text.trim()) ?? [];
	const size = unit === undefined ? 1 : bytesIn[unit.toUpperCase() as keyof typeof bytesIn];
	const bytes = amount === undefined ? undefined : whole(amount, size);
	return bytes === undefined ? {problem: `"${text}" is no size such as 64MiB or 1.5GiB`} : {value: bytes};
};

/** Billionths of a processor as a decimal: `0.5`. */
export const cpusText = (nanos: number): string => {
	const fraction = `${nanos % nanosPerCpu}`.padStart(9, '0').replace(/0+$/, '');
	return `${Math.floor(nanos / nanosPerCpu)}${fraction === '' ? '' : `.${fraction}`}`;
};

/** `0.5 CPU` in billionths of a processor. */
export const parseCpusText = (text: string): Parsed<number> => {
	const [, amount] = /^(\d+(?:\.\d+)?)\s*cpus?$/i.exec(text.trim()) ?? [];
	const nanos = amount === undefined ? undefined : whole(amount, nanosPerCpu);
	return nanos === undefined ? {problem: `"${text}" is no share of processors such as 0.5 CPU`} : {value: nanos};
};

/** `0444`: as `chmod` takes it. */
export const modeText = (mode: number) => `0${mode.toString(8)}`;

/** `0o440` and `0440` are octal, as everywhere else; so is nothing that only looks like it. */
export const parseModeText = (text: string): Parsed<number> => {
	const [, octal] = /^0o?([0-7]+)$/.exec(text) ?? [];

	if (octal !== undefined) {
		return {value: Number.parseInt(octal, 8)};
	}

	if (/^[0-7]{3}$/.test(text)) {
		return {problem: `${text} would be read as a decimal number: write 0o${text}`};
	}

	return /^\d+$/.test(text) ? {value: Number(text)} : {problem: `"${text}" is no file mode such as 0o440`};
};

/** The text of a unit where it says exactly the same; undefined else. */
export const exactly = (value: number, text: string, read: (text: string) => Parsed<number>): string | undefined => {
	const parsed = Number.isSafeInteger(value) && value >= 0 ? read(text) : {problem: ''};
	return isValid(parsed) && parsed.value === value ? text : undefined;
};

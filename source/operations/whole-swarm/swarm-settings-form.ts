import type {SwarmSettingsChange} from '../../engine/creations.ts';
import {isValid, type Parsed as Read} from '../../swarm/parsed.ts';
import type {SwarmSettings} from '../../swarm/swarm-settings.ts';
import {duration, parseDuration} from '../duration.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import {certificateLife, parseCertificateLife} from './certificate-life.ts';

export type SettingName = keyof SwarmSettingsChange;

type Rule = {
	readonly label: string;
	readonly hint: string;
	readonly show: (value: number) => string;
	readonly parse: (text: string) => Read<number>;
	/** What it comes to, as a sentence. */
	readonly effect: string;
	readonly warning: (value: number, before: number) => readonly string[];
};

const quiet = () => [];

const whole =
	(least: number, why: string) =>
	(text: string): Read<number> => {
		const value = Number(text);
		return /^-?\d+$/.test(text) && value >= least && value <= Number.MAX_SAFE_INTEGER
			? {value}
			: {problem: `"${text}" won't do: ${why}`};
	};

/** The engine takes less than a second, but then the smallest hiccup has nodes down; it takes 0 as "as usual", unsaid. */
const parseHeartbeat = (text: string): Read<number> => {
	const seconds = parseDuration(text);

	if (seconds === undefined) {
		return {problem: `"${text}" is no length of time: 5s is usual`};
	}

	return seconds >= 1 && seconds <= 3600
		? {value: seconds}
		: {problem: 'from 1s to 1h: shorter than that has nodes down at every hiccup, longer finds a dead one too late'};
};

/** In the order of the form; bounds as SwarmKit's `validateClusterSpec` has them, and where it has none, as one can live with. */
export const settingRules: Readonly<Record<SettingName, Rule>> = {
	taskHistoryLimit: {
		label: 'task history',
		hint: 'ended tasks kept per slot, to be looked at: a whole number; -1 keeps all of them',
		show: value => (value < 0 ? 'all' : `${value}`),
		parse: text => (text === 'all' ? {value: -1} : whole(-1, 'a whole number from 0, or -1 to keep all')(text)),
		effect: 'Ended tasks beyond that are forgotten, with their logs, as new ones end.',
		warning: value =>
			value < 0
				? ['All ended tasks are kept: a service that crashes again and again fills the memory of the managers.']
				: value === 0
					? ['No ended task is kept: nobody can see why one failed.']
					: [],
	},
	heartbeat: {
		label: 'heartbeat',
		hint: 'how often nodes report to their manager: 5s is usual; a node is down after three that are missed',
		show: duration,
		parse: parseHeartbeat,
		effect: 'A node that dies is seen after about three of these.',
		warning: value =>
			value > 60
				? [`A dead node is noticed only after ${duration(value * 3)}: until then its tasks start nowhere else.`]
				: [],
	},
	snapshotInterval: {
		label: 'raft snapshot every',
		hint: 'entries of the Raft log between two snapshots: 10000 is usual',
		show: value => `${value} entries`,
		parse: whole(1, 'a whole number from 1, 10000 as usual'),
		effect: 'Between two snapshots the log grows on the disks of managers, and is read again when one starts.',
		warning: value => (value < 100 ? ['So often, managers are busy with writing snapshots.'] : []),
	},
	oldSnapshots: {
		label: 'older snapshots',
		hint: 'snapshots kept beside the latest: a whole number, 0 is usual',
		show: value => `${value}`,
		parse: whole(0, 'a whole number from 0'),
		effect: 'Kept on the disk of each manager.',
		warning: quiet,
	},
	nodeCertificateLife: {
		label: 'certificates last',
		hint: 'those of nodes, which renew them by themselves: 90d, 720h; 1h at least',
		show: certificateLife,
		parse: parseCertificateLife,
		effect: 'Each node has it so from its next certificate on.',
		warning: value => (value < 86_400 ? ['A node that is off for longer than that has to join anew.'] : []),
	},
};

const entries = Object.entries(settingRules) as readonly (readonly [SettingName, Rule])[];

export const settingFields = (settings: SwarmSettings): readonly Field[] =>
	entries.map(([name, {label, hint, show}]) => ({
		name,
		label,
		hint,
		initial: name === 'snapshotInterval' ? `${settings[name]}` : show(settings[name]),
	}));

/** What is as it was, or left empty, is no part of the change. */
export const parseSettings = (values: FormValues, before: SwarmSettings | undefined): Parsed<SwarmSettingsChange> => {
	const typed = entries
		.map(([name, {parse}]) => [name, (values[name] ?? '').trim(), parse] as const)
		.filter(([, text]) => text !== '');
	const read = typed.map(([name, text, parse]) => [name, parse(text)] as const);

	for (const [name, parsed] of read) {
		if (!isValid(parsed)) {
			const {problem} = parsed;
			return {kind: 'problem', field: name, problem: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`};
		}
	}

	const changed = read.flatMap(([name, parsed]) =>
		isValid(parsed) && parsed.value !== before?.[name] ? [[name, parsed.value]] : [],
	);
	return {kind: 'input', input: Object.fromEntries(changed) as SwarmSettingsChange};
};

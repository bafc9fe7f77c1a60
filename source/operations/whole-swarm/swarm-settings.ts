import type {SwarmSettingsChange} from '../../engine/creations.ts';
import type {SwarmSettings} from '../../swarm/swarm-settings.ts';
import {duration} from '../duration.ts';
import type {Plan, SwarmOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import type {SwarmTarget} from '../target.ts';
import {parseSettings, type SettingName, settingFields, settingRules} from './swarm-settings-form.ts';
import {settingsUnknown, swarmNow} from './swarm-write.ts';

export const changeSwarmSettings: SwarmOperation<SwarmSettingsChange> = {
	on: 'swarm',
	id: 'changeSwarmSettings',
	title: 'Change how the swarm is set up',
	verb: 'settings',
	doing: 'Changing',
	done: 'changed',
	subject: () => 'the settings',
	danger: 'disruptive',
	blockedBy: (target, snapshot) => settingsUnknown(target, snapshot),
	fields: ([target]) => (target?.saw.settings === undefined ? [] : settingFields(target.saw.settings)),
	parse: (values, [target]) => parseSettings(values, target?.saw.settings),
	needs: () => ({swarm: true}),
	plan: ([target], input) => planOf(target, input),
	cli: (_target, input) => docker('swarm', 'update', ...flagsOf(input)),
	relies: ({settings}, input) =>
		Object.fromEntries(namesOf(input).map(name => [settingRules[name].label, settings?.[name] ?? null])),
	run: async ({engine}, fresh, settings, signal) => {
		await engine.updateSwarm(fresh, {kind: 'settings', settings}, signal);
		return [];
	},
	isWritten: (now, input) => isSo(now?.settings, input),
	isSeen: (target, input, snapshot) => isSo(swarmNow(target, snapshot).settings, input),
};

const namesOf = (input: SwarmSettingsChange) =>
	(Object.keys(settingRules) as SettingName[]).filter(name => input[name] !== undefined);

const isSo = (settings: SwarmSettings | undefined, input: SwarmSettingsChange) =>
	settings !== undefined && namesOf(input).every(name => settings[name] === input[name]);

const planOf = (target: SwarmTarget | undefined, input: SwarmSettingsChange): Plan => {
	const names = namesOf(input);
	const before = target?.saw.settings;
	return {
		effects: names.map(name => {
			const {label, show, effect} = settingRules[name];
			return `${label}: ${before === undefined ? '?' : show(before[name])} -> ${show(input[name] ?? 0)}. ${effect}`;
		}),
		warnings: names.flatMap(name => settingRules[name].warning(input[name] ?? 0, before?.[name] ?? 0)),
		refusals: names.length === 0 ? ['Nothing changes: all is so already.'] : [],
	};
};

const flags: Readonly<Record<SettingName, (value: number) => readonly string[]>> = {
	taskHistoryLimit: value => ['--task-history-limit', `${value}`],
	heartbeat: value => ['--dispatcher-heartbeat', duration(value)],
	snapshotInterval: value => ['--snapshot-interval', `${value}`],
	oldSnapshots: value => ['--max-snapshots', `${value}`],
	nodeCertificateLife: value => ['--cert-expiry', duration(value)],
};

const flagsOf = (input: SwarmSettingsChange) => namesOf(input).flatMap(name => flags[name](input[name] ?? 0));

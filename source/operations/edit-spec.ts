import {mergeSpecs} from '../specs/edit/merge-spec.ts';
import type {Names} from '../specs/names.ts';
import {isEqualJson} from '../swarm/equal.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {type DiffLine, specDiff} from '../swarm/spec-diff.ts';
import {nameOfPath} from '../swarm/spec-paths.ts';
import type {Json} from '../swarm/values.ts';
import type {FormValues, Parsed} from './form.ts';
import {listed} from './words.ts';

/** A whole spec that someone edited, and what it was made from. Holds variables, and with them passwords. */
export type SpecEdit = {
	readonly base: Json;
	readonly spec: Json;
	/** Why its new image has no digest: its registry didn't tell. */
	readonly unpinned?: string;
};

type Specced = {readonly version: number; readonly spec: Json};

/** The edit, put over what the spec is by now. */
export const specAfter = ({base, spec}: SpecEdit, now: Json): Json => mergeSpecs(base, spec, now).spec;

/** From the editor the edit comes ready; as text it is JSON. */
export const parseEdit = (values: FormValues, base: Json): Parsed<SpecEdit> => {
	try {
		return {kind: 'input', input: {base, spec: JSON.parse(values['spec'] ?? '') as Json}};
	} catch {
		return {kind: 'problem', field: 'spec', problem: 'a spec is entered in the editor (key e)'};
	}
};

/** Whether a later spec holds the edit: the engine may fill in what it leaves out, and leave out what is zero. */
export const holdsEdit = (now: Specced, edit: SpecEdit, over: Specced): boolean => {
	const wanted = specAfter(edit, over.spec);

	if (now.version === over.version) {
		return isEqualJson(now.spec, wanted);
	}

	const old = specDiff(wanted, over.spec).map(({path}) => path);
	const isFilledIn = ({kind, path}: DiffLine) => kind === 'added' && !old.includes(path);
	const isZero = ({kind, before}: DiffLine) => kind === 'removed' && (before === '0' || before === 'false');
	return specDiff(wanted, now.spec).every(line => isFilledIn(line) || isZero(line));
};

/** What the edit changes of the spec as it is now, without the values of variables. */
export const changesOf = (now: Json, edit: SpecEdit): readonly DiffLine[] =>
	specDiff(now, specAfter(edit, now), {maskEnv: true});

/** As `-` and `+` lines. */
export const diffOf = (lines: readonly DiffLine[]): readonly string[] =>
	lines.flatMap(({path, before, after}) => [
		...(before === undefined ? [] : [`- ${path}: ${before}`]),
		...(after === undefined ? [] : [`+ ${path}: ${after}`]),
	]);

/** Places that others changed as well: one of the two would be lost. */
export const conflictsOf = (name: string, {base, spec}: SpecEdit, now: Json): readonly string[] => {
	const places = mergeSpecs(base, spec, now).conflicts.map(nameOfPath);
	return places.length === 0
		? []
		: [`Others have changed ${listed(places)} of ${name} since this text was made: edit it anew.`];
};

/** What others changed since the text was made, and what stays. */
export const keptOf = (name: string, {base}: SpecEdit, now: Json): readonly string[] => {
	const places = specDiff(base, now).map(({path}) => path);
	return places.length === 0
		? []
		: [`Others have changed ${name} since this text was made, and that stays: ${listed(places)}.`];
};

/** What the journal keeps: no values. */
export const recordedEdit = ({base, spec}: SpecEdit) => ({changes: specDiff(base, spec).map(({path}) => path)});

const named = (items: ReadonlyMap<string, {readonly id: string; readonly name: string}> | undefined) =>
	items && new Map([...items.values()].map(({id, name}) => [id, name]));

/** What the swarm's networks, secrets and configs are called, as far as they were read. */
export const namesIn = ({networks, secrets, configs}: Snapshot): Names => {
	const [nets, keys, files] = [named(networks?.items), named(secrets?.items), named(configs?.items)];
	return {...(nets && {networks: nets}), ...(keys && {secrets: keys}), ...(files && {configs: files})};
};

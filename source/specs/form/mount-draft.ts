import type {Parsed} from '../../swarm/parsed.ts';
import {type Tree, treeOf} from '../tree.ts';
import {whenValid} from './words.ts';

export type MountType = 'volume' | 'bind' | 'tmpfs' | 'npipe' | 'cluster';

/** A mount as far as it is read; options are there once one of them was named. */
export type MountDraft = {
	readonly type: MountType;
	readonly source: string;
	readonly target: string;
	readonly isReadOnly: boolean;
	readonly consistency: string;
	readonly volume?: Tree;
	readonly bind?: Tree;
	readonly tmpfs?: Tree;
};

type Readers = {
	readonly pair: (key: string, value: string) => Parsed<readonly [string, string]>;
	readonly octal: (value: string) => Parsed<number>;
	readonly size: (value: string) => Parsed<number>;
};

type Read = (value: string, so: MountDraft, readers: Readers) => Parsed<Partial<MountDraft>>;

const source: Read = value => ({value: {source: value}});
const target: Read = value => ({value: {target: value}});

const driver = ({volume}: MountDraft) => treeOf(volume?.['DriverConfig']);

/** How each key of `--mount` changes a mount (docker/cli opts/mount.go). */
export const mountKeys: Readonly<Record<string, Read>> = {
	source,
	src: source,
	target,
	dst: target,
	destination: target,
	consistency: value => ({value: {consistency: value.toLowerCase()}}),
	'bind-propagation': (value, {bind}) => ({value: {bind: {...bind, Propagation: value.toLowerCase()}}}),
	'volume-subpath': (value, {volume}) => ({value: {volume: {...volume, Subpath: value}}}),
	'volume-label': (value, {volume}, {pair}) =>
		whenValid(pair('volume-label', value), ([key, label]) => ({
			value: {volume: {...volume, Labels: {...treeOf(volume?.['Labels']), [key]: label}}},
		})),
	'volume-driver': (value, so) => ({value: {volume: {...so.volume, DriverConfig: {...driver(so), Name: value}}}}),
	'volume-opt': (value, so, {pair}) =>
		whenValid(pair('volume-opt', value), ([key, setting]) => {
			const options = {...treeOf(driver(so)['Options']), [key]: setting};
			return {value: {volume: {...so.volume, DriverConfig: {...driver(so), Options: options}}}};
		}),
	'tmpfs-size': (value, {tmpfs}, {size}) =>
		whenValid(size(value), bytes => ({value: {tmpfs: {...tmpfs, SizeBytes: bytes}}})),
	'tmpfs-mode': (value, {tmpfs}, {octal}) =>
		whenValid(octal(value), mode => ({value: {tmpfs: {...tmpfs, Mode: mode}}})),
};

import type {Json} from '../../swarm/values.ts';
import {at, isNothing, treeOf} from '../tree.ts';
import {bytesText, modeText} from '../units.ts';
import {csv} from './csv.ts';

type Item = {readonly [key: string]: Json};

type Option = {readonly key: string; readonly path: string; readonly write?: (value: Json) => readonly string[]};

const asIs = (value: Json) => [`${value}`];
const yes = (value: Json) => (value === true ? ['true'] : []);
const when = (word: string) => (value: Json) => (value === true ? [word] : []);
const pairs = (value: Json) => Object.entries(treeOf(value)).map(([key, text]) => `${key}=${text}`);

/** What `--mount` takes, and where it goes (opts/mount.go in docker/cli). */
const options: readonly Option[] = [
	{key: 'type', path: 'Type'},
	{key: 'source', path: 'Source'},
	{key: 'target', path: 'Target'},
	{key: 'readonly', path: 'ReadOnly', write: yes},
	{key: 'consistency', path: 'Consistency'},
	{key: 'bind-propagation', path: 'BindOptions.Propagation'},
	{key: 'bind-recursive', path: 'BindOptions.NonRecursive', write: when('disabled')},
	{key: 'bind-recursive', path: 'BindOptions.ReadOnlyNonRecursive', write: when('writable')},
	{key: 'bind-recursive', path: 'BindOptions.ReadOnlyForceRecursive', write: when('readonly')},
	{key: 'volume-nocopy', path: 'VolumeOptions.NoCopy', write: yes},
	{key: 'volume-subpath', path: 'VolumeOptions.Subpath'},
	{key: 'volume-label', path: 'VolumeOptions.Labels', write: pairs},
	{key: 'volume-driver', path: 'VolumeOptions.DriverConfig.Name'},
	{key: 'volume-opt', path: 'VolumeOptions.DriverConfig.Options', write: pairs},
	{key: 'image-subpath', path: 'ImageOptions.Subpath'},
	{key: 'tmpfs-size', path: 'TmpfsOptions.SizeBytes', write: value => [bytesText(Number(value))]},
	{key: 'tmpfs-mode', path: 'TmpfsOptions.Mode', write: value => [modeText(Number(value))]},
];

/** The places of everything that isn't nothing. */
const placesIn = (value: Json | undefined, path: readonly string[]): readonly string[] => {
	const place = path.join('.');

	if (options.some(option => option.path === place)) {
		return isNothing(value) || value === false ? [] : [place];
	}

	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.entries(value as Item).flatMap(([key, inner]) => placesIn(inner, [...path, key]))
		: isNothing(value)
			? []
			: [place];
};

/** A mount as one flag takes it; undefined where it has what no flag can say. */
export const mountText = (item: Item): string | undefined => {
	const places = placesIn(item, []);

	if (!places.every(place => options.some(({path}) => path === place))) {
		return undefined;
	}

	return csv(
		options.flatMap(({key, path, write = asIs}) =>
			places.includes(path) ? write(at(item, path.split('.')) ?? null).map(value => [key, value] as const) : [],
		),
	);
};

import {isEqualJson, isSameTree} from '../../swarm/equal.ts';
import {shortImage} from '../../swarm/image-name.ts';
import type {Service} from '../../swarm/service.ts';
import {type DiffLine, specDiff} from '../../swarm/spec-diff.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import type {Json} from '../../swarm/values.ts';
import {count} from '../words.ts';
import {timeOf} from './when.ts';

/** A way back: the engine's own, which swaps the spec with the one it keeps, or a write of a spec that skep keeps. */
export type Return =
	| {readonly kind: 'engine'}
	| {
			readonly kind: 'kept';
			readonly known: KnownSpec;
			/** Replicas and the pace of updates are left as they are now. */
			readonly keepsScale: boolean;
	  };

/** As many specs as are kept of a service, each with and without its scale. */
const most = 40;

/** What an operator has settled since and wants to keep when an image turns out bad: capacity, and the pace of updates. */
const stays = ['Mode', 'UpdateConfig', 'RollbackConfig'];

type Tree = {readonly [key: string]: Json};

const withScaleOf = (now: Json, kept: Json): Json => {
	const of = (spec: Json, isStaying: boolean) =>
		Object.entries(spec as Tree).filter(([key]) => stays.includes(key) === isStaying);
	return Object.fromEntries([...of(kept, false), ...of(now, true)]);
};

/** The spec that a way back leads to, from the service as it is; undefined where the engine keeps none. */
export const specAfter = ({spec, previousSpec}: Service, way: Return): Json | undefined => {
	if (way.kind === 'engine') {
		return previousSpec;
	}

	return way.keepsScale ? withScaleOf(spec, way.known.spec) : way.known.spec;
};

export const imageAfter = ({image, previousImage}: Service, way: Return) =>
	way.kind === 'engine' ? (previousImage ?? image) : way.known.image;

/** What would differ, without the values of variables. */
export const changesBy = (service: Service, way: Return): readonly DiffLine[] => {
	const then = specAfter(service, way);
	return then === undefined ? [] : specDiff(service.spec, then, {maskEnv: true});
};

/** A forced restart counts up a number that nobody wants back. */
const matters = ({path}: DiffLine) => path !== 'force update';

/**
The ways back of a service, the likeliest first: its last other image, by the engine where that brings it, else from what
skep keeps, with today's replicas; then what the engine itself would undo; then everything older.
*/
export const returnsOf = (service: Service, known: readonly KnownSpec[]): readonly Return[] => {
	const before = worked.get(service);

	if (before?.known === known) {
		return before.ways;
	}

	const ways = waysBack(service, known);
	worked.set(service, {known, ways});
	return ways;
};

/** Screens ask every time they are drawn. */
const worked = new WeakMap<Service, {readonly known: readonly KnownSpec[]; readonly ways: readonly Return[]}>();

const waysBack = (service: Service, known: readonly KnownSpec[]): readonly Return[] => {
	const {spec, image, previousSpec} = service;
	const hasEngine = previousSpec !== undefined && !isSameTree(previousSpec, spec);
	const engine: readonly Return[] = hasEngine ? [{kind: 'engine'}] : [];
	const isByEngine = hasEngine && service.previousImage !== image;
	const older = known.filter(
		entry => !isSameTree(entry.spec, spec) && !(isByEngine && isSameTree(entry.spec, previousSpec)),
	);
	const imageBack = older
		.filter(entry => entry.image !== image)
		.slice(0, 1)
		.map(entry => kept(entry, true));
	const rest = older.flatMap(entry => [...(entry.image === image ? [] : [kept(entry, true)]), kept(entry, false)]);

	return apart(service, [...(isByEngine ? engine : imageBack), ...engine, ...rest]).slice(0, most);
};

export const kept = (known: KnownSpec, keepsScale: boolean): Return => ({kind: 'kept', known, keepsScale});

/** Each destination once, and none that is the present in all that matters. */
const apart = (service: Service, ways: readonly Return[]) => {
	const there = ways.map(way => specAfter(service, way) ?? null);
	return ways.filter(
		(way, index) =>
			!there.slice(0, index).some(spec => isEqualJson(spec, there[index] ?? null)) &&
			(way.kind === 'engine' || changesBy(service, way).some(matters)),
	);
};

/** Whether there is any way back at all: asked for every drawn footer, so it is cheap. */
export const hasReturn = (service: Service, known: readonly KnownSpec[]) =>
	service.previousSpec !== undefined || known.some(({spec}) => !isSameTree(spec, service.spec));

/** An image, with the start of its digest where the tag alone doesn't tell it from another. */
export const imageApart = (image: string, other: string) => {
	const name = shortImage(image);
	const digest = image.split('@sha256:')[1]?.slice(0, 6);
	return name === shortImage(other) && image !== other && digest !== undefined ? `${name} (${digest})` : name;
};

/** `replicas 10 -> 6, env CACHE_URL changed and 2 more changes` */
export const changesInShort = (changes: readonly DiffLine[]) => {
	const all = changes.some(matters) ? changes.filter(matters) : changes;
	const ranked = all.filter(({path}) => !isEcho(path, all)).toSorted((a, b) => rank(a) - rank(b));
	const shown = ranked.slice(0, 2).map(clause);
	const more = ranked.length - shown.length;
	return `${shown.join(', ')}${more > 0 ? ` and ${count(more, 'more change')}` : ''}`;
};

/** What `docker stack deploy` notes of the image goes along with it, as do the platforms that its registry names. */
const isEcho = (path: string, all: readonly DiffLine[]) =>
	['label com.docker.stack.image', 'platforms'].includes(path) && all.some(line => line.path === 'image');

const rank = ({path}: DiffLine) => (path === 'image' ? 0 : path === 'replicas' ? 1 : path.startsWith('label ') ? 3 : 2);

const clause = ({path, before, after, kind}: DiffLine) => {
	const [was, is] = [before, after].map(text => (path === 'image' && text !== undefined ? shortImage(text) : text));
	const isSaid = kind === 'changed' && was !== is && (was?.length ?? 0) + (is?.length ?? 0) <= 80;
	return isSaid ? `${path} ${was} -> ${is}` : `${path} ${kind}`;
};

/** Until when a spec was in force, as far as it is known. */
export const until = ({replacedAt}: KnownSpec) => (replacedAt === undefined ? '' : ` until ${timeOf(replacedAt)}`);

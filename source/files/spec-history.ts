import {randomBytes} from 'node:crypto';
import {readdir, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {isEqualJson} from '../swarm/equal.ts';
import {type ServiceId, serviceId} from '../swarm/ids.ts';
import type {Service} from '../swarm/service.ts';
import type {KnownSpec} from '../swarm/spec-history.ts';
import type {Json} from '../swarm/values.ts';
import {writeNewPrivately} from './private-file.ts';
import {fileName} from './spec-file.ts';

/** Specs that writes of skep's replaced, on disk. Their variables may hold passwords: only their owner reads them. */
type SpecFiles = {
	/** Keeps the spec that a write replaces, and the one the engine kept before it; answers the file. */
	readonly keep: (service: Service, operation: string) => Promise<string>;
	/** All that is kept, and not too old. Never rejects: what can't be read isn't known. */
	readonly load: () => Promise<ReadonlyMap<ServiceId, readonly KnownSpec[]>>;
};

type Options = {
	readonly now: () => Date;
	readonly bounds?: {readonly perService: number; readonly days: number; readonly files: number};
};

const usualBounds = {perService: 20, days: 30, files: 200};

/** One line of a file; the newest is the last. */
type Line = {
	readonly id: string;
	readonly name: string;
	readonly keptAt: string;
	readonly image: string;
	readonly spec: Json;
	/** What replaced it; absent for a spec that had been replaced before. */
	readonly by?: string;
};

/** One file per service in a folder of its own, bounded in lines, in days, and in files. */
export const specFilesIn = (stateFolder: string, {now, bounds = usualBounds}: Options): SpecFiles => {
	const folder = join(stateFolder, 'history');
	const isYoung = ({keptAt}: Line) => Date.parse(keptAt) > now().getTime() - bounds.days * 24 * 3600 * 1000;

	return {
		keep: async (service, operation) => {
			const path = join(folder, `${fileName(service.name)}-${fileName(service.id)}.jsonl`);
			const kept = (await linesOf(path)).filter(isYoung);
			const lines = [...kept, ...linesFor(service, operation, now())];
			const fresh = lines.filter((line, index) => !lines.slice(index + 1).some(later => isSame(later, line)));
			await replaceFile(path, fresh.slice(-bounds.perService));
			return path;
		},
		load: async () => {
			const files: {readonly path: string; readonly lines: readonly Line[]}[] = [];
			// One after the other: the dashboard draws and answers keys meanwhile.
			for (const name of await namesIn(folder)) {
				const path = join(folder, name);
				files.push({path, lines: (await linesOf(path)).filter(isYoung)});
			}
			const newestFirst = files.toSorted((a, b) => newest(b.lines) - newest(a.lines));
			const [kept, old] = [newestFirst.slice(0, bounds.files), newestFirst.slice(bounds.files)];
			const empty = kept.filter(({lines}) => lines.length === 0);
			await Promise.all([...old, ...empty].map(({path}) => rm(path, {force: true}).catch(() => {})));

			return new Map(
				kept.flatMap(({lines}) =>
					lines[0] === undefined ? [] : [[serviceId(lines[0].id), lines.map(knownOf).reverse()]],
				),
			);
		},
	};
};

const newest = (lines: readonly Line[]) => Date.parse(lines.at(-1)?.keptAt ?? '') || 0;

const isSame = (a: Line, b: Line) => isEqualJson(a.spec, b.spec);

const linesFor = (service: Service, operation: string, now: Date): readonly Line[] => {
	const common = {id: service.id, name: service.name, keptAt: now.toISOString()};
	const {spec, image, previousSpec, previousImage} = service;
	const previous = previousSpec === undefined ? [] : [{...common, image: previousImage ?? '', spec: previousSpec}];

	return [...previous, {...common, image, spec, by: operation}];
};

const knownOf = ({spec, image, keptAt, by}: Line): KnownSpec => ({
	spec,
	image,
	seenAt: undefined,
	// The one before was replaced some time earlier, by whom nobody saw.
	replacedAt: by === undefined ? undefined : Date.parse(keptAt),
	replacedBy: by,
});

const namesIn = async (folder: string) => {
	try {
		return (await readdir(folder)).filter(name => name.endsWith('.jsonl'));
	} catch {
		return [];
	}
};

const linesOf = async (path: string): Promise<readonly Line[]> => {
	const text = await readFile(path, 'utf8').catch(() => '');
	return text.split('\n').flatMap(line => lineIn(line) ?? []);
};

/** A line that was cut short, or written by something else, is passed over. */
const lineIn = (text: string): Line | undefined => {
	try {
		const line = JSON.parse(text) as Partial<Line> | null;
		const isWhole = typeof line?.id === 'string' && typeof line.keptAt === 'string' && typeof line.image === 'string';
		return isWhole && typeof line.spec === 'object' && line.spec !== null ? (line as Line) : undefined;
	} catch {
		return undefined;
	}
};

/** All or nothing: a full disk leaves the file as it was. */
const replaceFile = async (path: string, lines: readonly Line[]) => {
	const draft = `${path}.${randomBytes(4).toString('hex')}`;

	try {
		await writeNewPrivately(draft, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
		await rename(draft, path);
	} catch (error) {
		await rm(draft, {force: true});
		throw error;
	}
};

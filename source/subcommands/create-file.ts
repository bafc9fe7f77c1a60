import {execute} from '../operations/execute.ts';
import {createConfig, createSecret, type NewFileInput, newFileNameProblem} from '../operations/objects/create-file.ts';
import {sealed} from '../operations/objects/sealed.ts';
import {anyOperation} from '../operations/operation.ts';
import type {Order} from '../operations/order.ts';
import {readOnlySentence} from '../operations/read-only.ts';
import type {Resources} from '../operations/resources.ts';
import {type FileKind, fileLimit, fileNameProblem, fileSizeProblem} from '../swarm/file-rules.ts';
import {parseLabel} from '../swarm/label-edit.ts';
import {emptySnapshot, type Snapshot} from '../swarm/snapshot.ts';
import type {Labels} from '../swarm/values.ts';
import {readWords, type Words} from './options.ts';
import {asJson, failed, type Outcome, wrongUsage} from './outcome.ts';
import type {Engine} from './read-snapshot.ts';

/** What a subcommand that changes the swarm is handed besides its words. */
export type Hands = {
	/** A file, or the standard input where there is no path; less than `limit` bytes, else it rejects with a clause. */
	readonly readInput: (path: string | undefined, limit: number) => Promise<Uint8Array>;
	/** Someone types there: what is typed would be on screen. */
	readonly isStdinTyped: boolean;
	readonly journal: Order['journal'];
	readonly isReadOnly: boolean;
};

const creations = {secret: createSecret, config: createConfig};

const flags = {label: {type: 'string', multiple: true}, template: {type: 'boolean'}} as const;

type Asked = {
	readonly kind: FileKind;
	readonly name: string;
	readonly path: string | undefined;
	readonly labels: Labels;
	readonly isTemplate: boolean;
	readonly isJson: boolean;
};

const labelsIn = (words: Words): Labels =>
	Object.fromEntries(
		words.texts('label').map(text => {
			const parsed = parseLabel(text);

			if ('problem' in parsed || parsed.value.kind === 'remove') {
				return wrongUsage(`--label takes key=value or key, not "${text}".`);
			}

			return [parsed.value.key, parsed.value.value];
		}),
	);

/** Reads the words before anything is opened: a typo is told without waiting for the swarm. */
export const readCreation = (kind: FileKind, [verb, ...args]: readonly string[]): Asked => {
	if (verb !== 'create') {
		return wrongUsage(`skep ${kind} takes create: skep ${kind} create NAME [FILE|-] [--label KEY=VALUE] [--template].`);
	}

	const words = readWords(args, flags);
	const [name, path, ...more] = words.positionals;
	const problem = fileNameProblem(name ?? '');

	if (name === undefined || more.length > 0) {
		return wrongUsage(
			`skep ${kind} create takes a name, and a file or - for the standard input, for example: skep ${kind} create db-password db.txt.`,
		);
	}

	if (problem !== undefined) {
		return wrongUsage(problem);
	}

	const given = path === undefined || path === '-' ? undefined : path;
	const isTemplate = args.includes('--template');
	return {kind, name, path: given, labels: labelsIn(words), isTemplate, isJson: words.isJson};
};

const contentOf = async ({kind, path, name}: Asked, {readInput, isStdinTyped}: Hands): Promise<Uint8Array> => {
	if (path === undefined && isStdinTyped) {
		return wrongUsage(
			`what is typed here would be on screen: pipe it in, name a file, or type it in the dashboard (: create a ${kind}), where ${name} stays hidden.`,
		);
	}

	const what = path ?? 'what comes in';
	const bytes = await readInput(path, fileLimit[kind]).catch((error: unknown) =>
		failed(`${what} ${error instanceof Error ? error.message : "can't be read"}.`),
	);
	const problem = fileSizeProblem(kind, bytes.length);
	return problem === undefined ? bytes : failed(`${what} ${problem}.`);
};

/** Only what the plan and the journal need. */
const readLittle = async (engine: Engine, kind: FileKind, now: number): Promise<Snapshot> => {
	const [info, swarm, nodes, files] = await Promise.all([
		engine.info(),
		engine.swarm(),
		engine.nodes(),
		engine[`${kind}s`](),
	]);
	const byId = <T extends {readonly id: string}>(items: readonly T[]) => ({
		at: now,
		items: new Map<never, T>(items.map(item => [item.id as never, item])),
	});
	return {
		...emptySnapshot,
		self: info.nodeId,
		swarm,
		nodes: byId(nodes.items),
		[`${kind}s`]: byId(files.items as readonly {readonly id: string}[]),
	};
};

const resourcesWith = (engine: Engine): Resources => ({
	engine,
	credentials: async () => undefined,
	keepSpec: async () => '',
	keepReplaced: async () => undefined,
});

/** Makes it, as the dashboard would: checked, journalled, and never with its content anywhere but in the request. */
export const createFile = async (asked: Asked, engine: Engine, hands: Hands, now: number): Promise<Outcome> => {
	const {kind, name, path, labels, isTemplate, isJson} = asked;

	if (hands.isReadOnly) {
		return failed(readOnlySentence);
	}

	const content = sealed(await contentOf(asked, hands));
	const snapshot = await readLittle(engine, kind, now);
	const problem = newFileNameProblem(kind, name, snapshot);

	if (problem !== undefined || snapshot.swarm === undefined) {
		return failed(problem ?? 'nothing is known of the swarm.');
	}

	const input: NewFileInput = {name, labels, isTemplate, content, ...(path === undefined ? {} : {path})};
	const [result] = await execute({
		operation: anyOperation(creations[kind]),
		targets: [{kind: 'swarm', id: snapshot.swarm.id, saw: snapshot.swarm}],
		input,
		snapshot,
		resources: resourcesWith(engine),
		isReadOnly: hands.isReadOnly,
		journal: hands.journal,
		signal: AbortSignal.timeout(120_000),
	});
	const outcome = result?.outcome;

	if (outcome?.kind !== 'requested') {
		return failed(outcome?.sentence ?? 'nothing was made.');
	}

	const made = [...(await engine[`${kind}s`]()).items].find(item => item.name === name);
	const notes = outcome.notes.map(note => `${note}\n`).join('');
	return {
		code: 0,
		text: isJson ? asJson({name, id: made?.id ?? null, notes: outcome.notes}) : `${notes}${kind} ${name} created\n`,
	};
};

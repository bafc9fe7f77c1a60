import {pointCommand} from '../operations/point-command.ts';
import type {Foresight} from '../swarm/foresight/foresight.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {clean} from './clean.ts';
import {foresightJson} from './foresight-json.ts';
import {readWords, type Words} from './options.ts';
import {asJson, exitCodes, type Outcome, wrongUsage} from './outcome.ts';
import {isNodeVerb, planNodes} from './plan-nodes.ts';
import {type Imagined, planResume, planRollback} from './plan-returns.ts';
import {labelFlags, planLabel, planScale, planUpdate, updateFlags} from './plan-services.ts';
import {planText, type Titles} from './plan-text.ts';
import type {Place} from './read-snapshot.ts';

/** A change that nobody makes: what it would do. */
export type Planned = {
	readonly title: string;
	readonly foresight: Foresight;
	/** The `docker` command that would do it. */
	readonly command: string;
	/** How its lists are called, where nothing moves by itself. */
	readonly titles?: Titles;
	/** Why it can't be done. */
	readonly refusals: readonly string[];
	/** What else it makes worse. */
	readonly notes?: readonly string[];
};

const usage =
	'skep plan takes drain, pause, activate, promote, demote, remove or label and a node, scale SERVICE=N, update, rollback or resume and a service, or deploy FILE STACK.';

type Known = {readonly snapshot: Snapshot; readonly now: number; readonly imagined: Imagined};

const plannedBy = (verb: string, words: Words, {snapshot, now, imagined}: Known): Planned => {
	const rest = words.positionals.slice(1);

	switch (verb) {
		case 'rollback':
			return planRollback(rest, snapshot, imagined);
		case 'resume':
			return planResume(rest, snapshot);
		case 'scale':
			return planScale(rest, snapshot, now);
		case 'update':
			return planUpdate(words, rest, snapshot, now);
		case 'label':
			return planLabel(words, rest, snapshot, now);
		default:
			return planNodes(verb, rest, snapshot, now);
	}
};

const flagsOf = (verb: string | undefined) =>
	verb === 'update' ? updateFlags : verb === 'label' ? labelFlags : ({} as const);

const isVerb = (word: string | undefined) => word !== undefined && (serviceVerbs.includes(word) || isNodeVerb(word));

const serviceVerbs: readonly string[] = ['scale', 'update', 'label', 'rollback', 'resume'];

/** Reads the words before the swarm: a typo is told without waiting for it. */
export const readPlan = (args: readonly string[]) => {
	const verb = args.find(word => !word.startsWith('-'));

	if (verb === undefined || !isVerb(verb)) {
		return wrongUsage(verb === undefined ? usage : `there is no plan for "${verb}": ${usage}`);
	}

	const words = readWords(args, flagsOf(verb));

	if (words.positionals.length < 2) {
		return wrongUsage(`skep plan ${verb} of what? ${usage}`);
	}

	return (snapshot: Snapshot, now: number, place: Place | undefined, imagined: Imagined): Outcome => {
		const known = {snapshot, now, imagined};
		const {title, foresight, command: plain, refusals, titles, notes = []} = plannedBy(verb, words, known);
		const command = pointCommand(plain, place);
		const isFound = foresight.stuck.length > 0 || refusals.length > 0;
		const refused = [...refusals.map(sentence => `CAN'T  ${sentence}`), ...notes.map(clause => `MIND   ${clause}`)]
			.map(line => `${clean(line)}\n`)
			.join('');
		return {
			code: isFound ? exitCodes.found : exitCodes.done,
			text: words.isJson
				? asJson({plan: title, refusals, notes, command, ...foresightJson(foresight, snapshot)})
				: `${refused}${planText({title, foresight, snapshot, command}, titles)}`,
		};
	};
};
